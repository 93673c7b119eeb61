-- What each day looks back on, with the recorded days of each window: runs, and run distance of the last 7, 14 and 28 days in decimetres.
select
  athlete_day.athlete_id, athlete_day.local_date, athlete_day.local_date - history.first_date as day_number,
  athlete_day.runs_before, athlete_day.runs_30, athlete_day.runs_without_descent_28,
  cast(athlete_day.longest_before_dm as double) as longest_before_dm, cast(athlete_day.longest_30_dm as double) as longest_30_dm,
  cast(athlete_day.foot_dm_30 as double) as foot_dm_30, cast(athlete_day.shoe_dm_30 as double) as shoe_dm_30,
  cast(athlete_day.last_7_dm as double) as last_7_dm, cast(athlete_day.last_14_dm as double) as last_14_dm,
  cast(athlete_day.last_28_dm as double) as last_28_dm, cast(athlete_day.last_7_descent_dm as double) as last_7_descent_dm,
  cast(athlete_day.last_28_descent_dm as double) as last_28_descent_dm,
  least(30, athlete_day.local_date - history.first_date) - coalesce(unknown_window.unknown_before, 0) as known_before,
  least(28, athlete_day.local_date - history.first_date + 1) - coalesce(unknown_window.unknown_28, 0) as known_28,
  least(7, athlete_day.local_date - history.first_date + 1) - coalesce(unknown_window.unknown_7, 0) as known_7,
  athlete_day.local_date - history.first_date + 1 - coalesce(unknown_window.unknown_so_far, 0) as known_so_far
from athlete_day
join history on history.athlete_id = athlete_day.athlete_id
left join unknown_window on unknown_window.athlete_id = athlete_day.athlete_id and unknown_window.local_date = athlete_day.local_date
