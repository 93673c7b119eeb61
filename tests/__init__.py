"""Tests, and the models they share; a package, because some dependency installs a `tests` of its own."""
