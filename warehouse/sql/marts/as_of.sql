-- The day every athlete's present is judged on: the local day of the build. A reader puts another day in its place to look back.
select athlete_id, today as as_of
from athlete
