"""What a run needs, imported before there is one: by the process that runs are forked from, and by nobody else."""

import dagster._grpc.server  # noqa: F401 -- for its side effect, as below

import pipelines.definitions  # noqa: F401
from pipelines.strava.client import prepare

prepare()
