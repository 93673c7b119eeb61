-- What each day looks back on: runs and recorded days of the last weeks, seven-day blocks of run distance in decimetres.
select
  athlete_id, local_date, day_number, known, runs, run_dm, longest_dm,
  max(longest_dm) over before_30 as longest_before_dm,
  sum(runs) over before_30 as runs_before,
  sum(known) over before_30 as known_before,
  sum(known) over last_28 as known_28,
  sum(known) over so_far as known_so_far,
  max(longest_dm) over last_30 as longest_30_dm,
  sum(runs) over last_30 as runs_30,
  sum(run_dm) over last_7 as last_7_dm,
  sum(run_dm) over last_14 as last_14_dm,
  sum(run_dm) over last_28 as last_28_dm,
  sum(known) over last_7 as known_7,
  sum(foot_km) over last_30 as foot_km_30,
  sum(shoe_km) over last_30 as shoe_km_30
from day
window
  before_30 as (partition by athlete_id order by local_date rows between 30 preceding and 1 preceding),
  last_30 as (partition by athlete_id order by local_date rows between 29 preceding and current row),
  last_7 as (partition by athlete_id order by local_date rows between 6 preceding and current row),
  last_14 as (partition by athlete_id order by local_date rows between 13 preceding and current row),
  last_28 as (partition by athlete_id order by local_date rows between 27 preceding and current row),
  so_far as (partition by athlete_id order by local_date rows between unbounded preceding and current row)
