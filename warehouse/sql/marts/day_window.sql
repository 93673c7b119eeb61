-- What each day looks back on: runs and recorded days of the last weeks, run distance of the last 7, 14 and 28 days in decimetres.
-- A window is this block up to the day, whole blocks before it, and the rest of the block it begins in, the fourth or fifth before.
with looking_back as (
  select
    block.*, last_week.run_dm_to as run_dm_last, second_week.run_dm_to as run_dm_second, fourth_week.run_dm_to as run_dm_fourth,
    fourth_week.runs_to as runs_fourth, fourth_week.foot_dm_to as foot_dm_fourth, fourth_week.shoe_dm_to as shoe_dm_fourth,
    fourth_week.longest_from as longest_fourth,
    fifth_week.runs_to as runs_fifth, fifth_week.foot_dm_to as foot_dm_fifth, fifth_week.shoe_dm_to as shoe_dm_fifth,
    fifth_week.longest_from as longest_fifth
  from block
  left join block as last_week on last_week.athlete_id = block.athlete_id and last_week.week = block.week - 1
  left join block as second_week on second_week.athlete_id = block.athlete_id and second_week.week = block.week - 2
  left join block as fourth_week on fourth_week.athlete_id = block.athlete_id and fourth_week.week = block.week - 4
  left join block as fifth_week on fifth_week.athlete_id = block.athlete_id and fifth_week.week = block.week - 5
),
daily as (
  select
    athlete_id, cast(first_date + (7 * week + position) * interval 1 day as date) as local_date, 7 * week + position as day_number,
    runs[position + 1] as runs, run_dm[position + 1] as run_dm,
    until(runs_to, position) + runs_3 + since(runs_fourth, greatest(position - 2, 0))
      + case when position < 2 then since(runs_fifth, position + 5) else 0 end as runs_before,
    greatest(
      case when position > 0 then longest_to[position] else 0 end, longest_3, coalesce(longest_fourth[greatest(position - 1, 1)], 0),
      case when position < 2 then coalesce(longest_fifth[position + 6], 0) else 0 end
    ) as longest_before_dm,
    runs_to[position + 1] + runs_3 + since(runs_fourth, greatest(position - 1, 0))
      + case when position < 1 then since(runs_fifth, 6) else 0 end as runs_30,
    greatest(
      longest_to[position + 1], longest_3, coalesce(longest_fourth[greatest(position, 1)], 0),
      case when position < 1 then coalesce(longest_fifth[7], 0) else 0 end
    ) as longest_30_dm,
    foot_dm_to[position + 1] + foot_dm_3 + since(foot_dm_fourth, greatest(position - 1, 0))
      + case when position < 1 then since(foot_dm_fifth, 6) else 0 end as foot_dm_30,
    shoe_dm_to[position + 1] + shoe_dm_3 + since(shoe_dm_fourth, greatest(position - 1, 0))
      + case when position < 1 then since(shoe_dm_fifth, 6) else 0 end as shoe_dm_30,
    run_dm_to[position + 1] + since(run_dm_last, position + 1) as last_7_dm,
    run_dm_to[position + 1] + run_dm_1 + since(run_dm_second, position + 1) as last_14_dm,
    run_dm_to[position + 1] + run_dm_1 + run_dm_2 + run_dm_3 + since(run_dm_fourth, position + 1) as last_28_dm
  from looking_back
  cross join position
)
select
  daily.*,
  least(30, daily.day_number) - coalesce(unknown_window.unknown_before, 0) as known_before,
  least(28, daily.day_number + 1) - coalesce(unknown_window.unknown_28, 0) as known_28,
  least(7, daily.day_number + 1) - coalesce(unknown_window.unknown_7, 0) as known_7,
  daily.day_number + 1 - coalesce(unknown_window.unknown_so_far, 0) as known_so_far
from daily
join history on history.athlete_id = daily.athlete_id and daily.local_date <= history.today
left join unknown_window on unknown_window.athlete_id = daily.athlete_id and unknown_window.local_date = daily.local_date
