-- Days in blocks of seven from an athlete's first day, every measure a list of seven days; a day without runs is 0.
-- Looking back then costs a few additions of whole blocks instead of a window over every day: several times faster on many athletes.
with weeks as (
  select athlete_id, first_date, unnest(generate_series(0, (today - first_date) // 7)) as week
  from history
),
listed as (
  select
    athlete_id, day_number // 7 as week,
    cast(each_day(day_number % 7, run_dm) as bigint[]) as run_dm, cast(each_day(day_number % 7, runs) as bigint[]) as runs,
    cast(each_day(day_number % 7, longest_dm) as bigint[]) as longest_dm, each_day(day_number % 7, load) as load,
    cast(each_day(day_number % 7, foot_dm) as bigint[]) as foot_dm, cast(each_day(day_number % 7, shoe_dm) as bigint[]) as shoe_dm
  from day_total
  group by athlete_id, day_number // 7
),
filled as (
  select
    weeks.athlete_id, weeks.first_date, weeks.week,
    coalesce(listed.run_dm, [0, 0, 0, 0, 0, 0, 0]) as run_dm, coalesce(listed.runs, [0, 0, 0, 0, 0, 0, 0]) as runs,
    coalesce(listed.longest_dm, [0, 0, 0, 0, 0, 0, 0]) as longest_dm, coalesce(listed.load, [0, 0, 0, 0, 0, 0, 0]) as load,
    coalesce(listed.foot_dm, [0, 0, 0, 0, 0, 0, 0]) as foot_dm, coalesce(listed.shoe_dm, [0, 0, 0, 0, 0, 0, 0]) as shoe_dm
  from weeks
  left join listed on listed.athlete_id = weeks.athlete_id and listed.week = weeks.week
),
weighed as (
  select *, times(load, load) as square, grown(load, 7) as fast, grown(load, 42) as slow
  from filled
),
summed as (
  select
    athlete_id, first_date, week, run_dm, runs, load,
    running_sum(run_dm) as run_dm_to, running_sum(runs) as runs_to, running_sum(load) as load_to,
    running_sum(square) as square_to,
    running_sum(fast) as fast_to, running_sum(slow) as slow_to,
    running_sum(foot_dm) as foot_dm_to, running_sum(shoe_dm) as shoe_dm_to,
    running_max(longest_dm) as longest_to, remaining_max(longest_dm) as longest_from
  from weighed
),
total as (
  select
    athlete_id, week, week // 512 as era, fast_to[7] * exp(week % 512) as fast, slow_to[7] * exp((week % 512) / 6.0) as slow,
    run_dm_to[7] as run_dm, runs_to[7] as runs, foot_dm_to[7] as foot_dm, shoe_dm_to[7] as shoe_dm, longest_to[7] as longest_dm
  from summed
),
looked_back as (
  select
    athlete_id, week, era,
    coalesce(sum(fast) over earlier_this_era, 0) as fast_sum, coalesce(sum(slow) over earlier_this_era, 0) as slow_sum,
    coalesce(lag(run_dm, 1) over by_week, 0) as run_dm_1, coalesce(lag(run_dm, 2) over by_week, 0) as run_dm_2,
    coalesce(lag(run_dm, 3) over by_week, 0) as run_dm_3,
    cast(coalesce(sum(runs) over three_before, 0) as bigint) as runs_3, cast(coalesce(sum(foot_dm) over three_before, 0) as bigint) as foot_dm_3,
    cast(coalesce(sum(shoe_dm) over three_before, 0) as bigint) as shoe_dm_3, coalesce(max(longest_dm) over three_before, 0) as longest_3
  from total
  window
    three_before as (partition by athlete_id order by week rows between 3 preceding and 1 preceding),
    by_week as (partition by athlete_id order by week),
    earlier_this_era as (partition by athlete_id, era order by week rows between unbounded preceding and 1 preceding)
)
select summed.*, looked_back.* exclude (athlete_id, week)
from summed
join looked_back on looked_back.athlete_id = summed.athlete_id and looked_back.week = summed.week
