-- What every day looks back on, without holes: runs, distances and descent in decimetres, the longest run, load averages. Unrecorded days count as empty.
-- Days stand in blocks of seven, counted at the first day, so that a window is this block up to the day, whole blocks, and the rest of an earlier one.
with grid as (
  select athlete_id, first_date, today, unnest(generate_series(0, (today - first_date) // 7)) as week
  from history
),
position as (
  select unnest(generate_series(0, 6)) as position
),
listed as (
  select
    athlete_id, day_number // 7 as week,
    each_day(day_number % 7, whole(run_dm)) as run_dm, each_day(day_number % 7, whole(runs)) as runs, each_day(day_number % 7, whole(longest_dm)) as longest_dm,
    each_day(day_number % 7, whole(foot_dm)) as foot_dm, each_day(day_number % 7, whole(shoe_dm)) as shoe_dm, each_day(day_number % 7, load) as load,
    each_day(day_number % 7, whole(descent_dm)) as descent_dm, each_day(day_number % 7, whole(runs_without_descent)) as flat
  from day_total
  group by athlete_id, day_number // 7
),
filled as (
  select
    grid.athlete_id, grid.first_date, grid.today, grid.week, known(listed.run_dm) as run_dm, known(listed.runs) as runs,
    known(listed.longest_dm) as longest_dm, known(listed.foot_dm) as foot_dm, known(listed.shoe_dm) as shoe_dm, known(listed.load) as load,
    known(listed.descent_dm) as descent_dm, known(listed.flat) as flat
  from grid
  left join listed on listed.athlete_id = grid.athlete_id and listed.week = grid.week
),
weighed as (
  select *, times(load, load) as square, grown(load, 7) as fast, grown(load, 42) as slow
  from filled
),
summed as (
  select
    athlete_id, first_date, today, week,
    running_sum(run_dm) as run_dm_to, running_sum(runs) as runs_to, running_sum(foot_dm) as foot_dm_to, running_sum(shoe_dm) as shoe_dm_to,
    running_max(longest_dm) as longest_to, remaining_max(longest_dm) as longest_from,
    running_sum(descent_dm) as descent_to, running_sum(flat) as flat_to,
    running_sum(load) as load_to, running_sum(square) as square_to, running_sum(fast) as fast_to, running_sum(slow) as slow_to
  from weighed
),
looked_back as (
  select
    *,
    lag(run_dm_to, 1, nothing()) over by_week as run_dm_1, lag(run_dm_to, 2, nothing()) over by_week as run_dm_2,
    lag(run_dm_to.d6, 3, 0) over by_week as run_dm_3, lag(run_dm_to, 4, nothing()) over by_week as run_dm_4,
    lag(descent_to, 1, nothing()) over by_week as descent_1, cast(coalesce(sum(descent_to.d6) over three_before, 0) as integer) as descent_3,
    lag(descent_to, 4, nothing()) over by_week as descent_4,
    cast(coalesce(sum(flat_to.d6) over three_before, 0) as integer) as flat_3, lag(flat_to, 4, nothing()) over by_week as flat_4,
    lag(load_to, 1, no_load()) over by_week as load_1, lag(square_to, 1, no_load()) over by_week as square_1,
    cast(coalesce(sum(runs_to.d6) over three_before, 0) as integer) as runs_3,
    lag(runs_to, 4, nothing()) over by_week as runs_4, lag(runs_to.d6 - runs_to.d5, 5, 0) over by_week as runs_5,
    lag(runs_to.d6 - runs_to.d4, 5, 0) over by_week as runs_5_and_1,
    cast(coalesce(sum(foot_dm_to.d6) over three_before, 0) as integer) as foot_dm_3,
    lag(foot_dm_to, 4, nothing()) over by_week as foot_dm_4, lag(foot_dm_to.d6 - foot_dm_to.d5, 5, 0) over by_week as foot_dm_5,
    cast(coalesce(sum(shoe_dm_to.d6) over three_before, 0) as integer) as shoe_dm_3,
    lag(shoe_dm_to, 4, nothing()) over by_week as shoe_dm_4, lag(shoe_dm_to.d6 - shoe_dm_to.d5, 5, 0) over by_week as shoe_dm_5,
    coalesce(max(longest_to.d6) over three_before, 0) as longest_3,
    lag(longest_from, 4, nothing()) over by_week as longest_4, lag(longest_from.d6, 5, 0) over by_week as longest_5,
    lag(longest_from.d5, 5, 0) over by_week as longest_5_and_1,
    coalesce(sum(case when week // 512 % 2 = 0 then fast_to.d6 * exp(week % 512) end) over era, 0) as fast_even,
    coalesce(sum(case when week // 512 % 2 = 1 then fast_to.d6 * exp(week % 512) end) over era, 0) as fast_odd,
    coalesce(sum(slow_to.d6 * exp((week - 2000) / 6.0)) over era, 0) as slow_before
  from summed
  window
    by_week as (partition by athlete_id order by week),
    three_before as (partition by athlete_id order by week rows between 3 preceding and 1 preceding),
    era as (partition by athlete_id order by week rows between 512 preceding and 1 preceding)
),
carried as (
  select
    *,
    case when week // 512 % 2 = 0 then fast_even + exp(-512) * fast_odd else fast_odd + exp(-512) * fast_even end
      * exp(-(week % 512)) as fast_carry,
    slow_before * exp((2000 - week) / 6.0) as slow_carry
  from looked_back
),
rolled as (
  select
    *,
    last_weeks(run_dm_to, 0, run_dm_1) as last_7_dm, last_weeks(run_dm_to, run_dm_1.d6, run_dm_2) as last_14_dm,
    last_weeks(run_dm_to, run_dm_1.d6 + run_dm_2.d6 + run_dm_3, run_dm_4) as last_28_dm,
    last_30(runs_to, runs_3, runs_4, runs_5) as runs_30,
    last_30(foot_dm_to, foot_dm_3, foot_dm_4, foot_dm_5) as foot_dm_30, last_30(shoe_dm_to, shoe_dm_3, shoe_dm_4, shoe_dm_5) as shoe_dm_30,
    last_weeks(descent_to, 0, descent_1) as descent_7, last_weeks(descent_to, descent_3, descent_4) as descent_28,
    last_weeks(flat_to, flat_3, flat_4) as flat_28,
    most_30(longest_to, longest_3, longest_4, longest_5) as longest_30_dm,
    last_weeks(load_to, 0, load_1) as load_7, last_weeks(square_to, 0, square_1) as square_7,
    decayed(fast_to, fast_carry, 7) as fast, decayed(slow_to, slow_carry, 42) as slow
  from carried
),
daily as (
  select
    athlete_id, today, cast(first_date + (7 * week + position) * interval 1 day as date) as local_date, 7 * week + position as day_number,
    on_day(last_7_dm, position) as last_7_dm, on_day(last_14_dm, position) as last_14_dm, on_day(last_28_dm, position) as last_28_dm,
    before_day(runs_30, position, runs_3 + runs_4.d6 + runs_5_and_1) as runs_before, on_day(runs_30, position) as runs_30,
    before_day(longest_30_dm, position, greatest(longest_3, longest_4.d0, longest_5_and_1)) as longest_before_dm,
    on_day(longest_30_dm, position) as longest_30_dm, on_day(foot_dm_30, position) as foot_dm_30, on_day(shoe_dm_30, position) as shoe_dm_30,
    on_day(descent_7, position) as last_7_descent_dm, on_day(descent_28, position) as last_28_descent_dm,
    on_day(flat_28, position) as runs_without_descent_28,
    (1 - exp(-1 / 7.0)) * on_day(fast, position) as atl, (1 - exp(-1 / 42.0)) * on_day(slow, position) as ctl,
    (1 - exp(-1 / 42.0)) * before_day(slow, position, exp(1 / 42.0) * slow_carry)
      - (1 - exp(-1 / 7.0)) * before_day(fast, position, exp(1 / 7.0) * fast_carry) as tsb,
    on_day(load_7, position) as load_7, on_day(square_7, position) as square_7
  from rolled
  cross join position
),
foster as (
  select
    *, case
      when day_number < 6 or load_7 <= 0 then null
      when 100 * (square_7 / 7 - load_7 / 7 * (load_7 / 7)) <= load_7 / 7 * (load_7 / 7) then 10
      else load_7 / 7 / sqrt(square_7 / 7 - load_7 / 7 * (load_7 / 7))
    end as monotony
  from daily
  where local_date <= today
)
select
  athlete_id, local_date, last_7_dm, last_14_dm, last_28_dm, runs_before, longest_before_dm, runs_30, longest_30_dm,
  foot_dm_30, shoe_dm_30, last_7_descent_dm, last_28_descent_dm, runs_without_descent_28, atl, ctl, tsb,
  monotony, load_7 * monotony as strain
from foster
