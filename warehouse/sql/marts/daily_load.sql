-- Load figures for context, every day: ATL and CTL (7 and 42 days, from 0), TSB, uncoupled ACWR on run km, Foster's monotony and strain.
with numbered as (
  select
    *, day_number // 4096 as block, day_number % 4096 as position,
    1 - exp(-1.0 / 7) as fast, 1 - exp(-1.0 / 42) as slow
  from day
),
carried as (
  select
    athlete_id, block + 1 as block,
    sum(load * exp((position - 4095) / 7.0)) as fast_carry, sum(load * exp((position - 4095) / 42.0)) as slow_carry
  from numbered
  where day_number >= 0
  group by athlete_id, block
),
averaged as (
  select
    numbered.athlete_id, numbered.local_date, numbered.day_number, numbered.runs, numbered.run_dm, numbered.run_minutes,
    numbered.descent_m, numbered.load,
    fast * exp(-position / 7.0) * (
      sum(load * exp(position / 7.0)) over so_far + coalesce(fast_carry, 0) * exp(-1 / 7.0)
    ) as atl,
    slow * exp(-position / 42.0) * (
      sum(load * exp(position / 42.0)) over so_far + coalesce(slow_carry, 0) * exp(-1 / 42.0)
    ) as ctl
  from numbered
  left join carried on carried.athlete_id = numbered.athlete_id and carried.block = numbered.block
  window so_far as (
    partition by numbered.athlete_id, numbered.block order by numbered.local_date rows between unbounded preceding and current row
  )
),
looked_back as (
  select
    *, lag(atl) over by_day as atl_before, lag(ctl) over by_day as ctl_before,
    sum(run_dm) over last_7 as acute_dm, sum(run_dm) over before_7 as chronic_dm,
    sum(load) over last_7 as load_7, stddev_pop(load) over last_7 as spread_7
  from averaged
  window
    by_day as (partition by athlete_id order by local_date),
    last_7 as (partition by athlete_id order by local_date rows between 6 preceding and current row),
    before_7 as (partition by athlete_id order by local_date rows between 27 preceding and 7 preceding)
),
foster as (
  select
    *, case when day_number >= 6 and load_7 > 0 then least(10, load_7 / 7 / nullif(spread_7, 0)) end as regular,
    day_number >= 6 and load_7 > 0 and spread_7 = 0 as constant
  from looked_back
)
select
  foster.athlete_id, foster.local_date, foster.runs, foster.run_dm / 10000 as run_km, foster.run_minutes, foster.descent_m,
  foster.load, load_scale.load_scale, foster.atl, foster.ctl, foster.ctl_before - foster.atl_before as tsb,
  case when foster.day_number >= 27 and foster.chronic_dm >= 210000
    then (foster.acute_dm / 7) / (foster.chronic_dm / 21) end as acwr_uncoupled,
  case when constant then 10 else regular end as monotony,
  foster.load_7 * case when constant then 10 else regular end as strain
from foster
join load_scale on load_scale.athlete_id = foster.athlete_id
