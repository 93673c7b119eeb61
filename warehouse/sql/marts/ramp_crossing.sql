-- Days whose last two weeks exceed the two before by more than the line, with enough running before for the ratio to mean something.
with gate as (
  select
    max(case when name = 'gate_km' then value end) * 10000 as gate_dm,
    max(case when name = 'gate_share' then value end) * 2 as gate_weeks
  from rule_parameter
  where rule = 'two_week_ramp'
),
crossed as (
  select
    day_window.athlete_id, day_window.local_date, day_window.day_number,
    day_window.last_28_dm - day_window.last_14_dm as before_dm, max(rule_level.points) as points
  from day_window
  cross join gate
  join rule_level on rule_level.rule = 'two_week_ramp'
  where day_window.known_28 = 28
    and day_window.last_28_dm - day_window.last_14_dm >= gate.gate_dm
    and 100 * day_window.last_14_dm
      > round(100 * rule_level.above) * (day_window.last_28_dm - day_window.last_14_dm)
  group by day_window.athlete_id, day_window.local_date, day_window.day_number, day_window.last_28_dm - day_window.last_14_dm
),
offsets as (
  select unnest(generate_series(0, 7)) as weeks
),
block as (
  select crossed.athlete_id, crossed.local_date, crossed.before_dm, crossed.points, day_window.last_7_dm
  from crossed
  join offsets on crossed.day_number >= 7 * offsets.weeks + 6
  join day_window
    on day_window.athlete_id = crossed.athlete_id
    and day_window.local_date = cast(crossed.local_date - 7 * offsets.weeks * interval 1 day as date)
    and day_window.known_7 = 7
)
select block.athlete_id, block.local_date, block.points
from block
cross join gate
group by block.athlete_id, block.local_date, block.points, block.before_dm, gate.gate_weeks
having block.before_dm >= gate.gate_weeks * median(block.last_7_dm)
