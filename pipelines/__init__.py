"""How data gets there: readers of athletes' own files and the Dagster jobs. Never the screen."""
