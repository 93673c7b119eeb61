-- Cadence at the same speed on each day with such a run: median of the last 21 days against days 22-112, along the runner's own line.
-- All runs stand in one line, by athlete, setting and day: the runs of a window are those between two places, and its sums a difference.
-- The slope is a ridge towards 7 (SD 3) steps a minute per m/s on 180 days without the last 14; both medians are at the recent median speed.
with setting as (
  select
    athlete_id, setting, min(speed_mps) as least_mps, min(cadence_spm) as least_spm,
    cast(sum(count(*)) over (order by athlete_id, setting rows between unbounded preceding and current row) - count(*) as bigint) as runs_ahead
  from cadence_run
  group by athlete_id, setting
),
placed as (
  select
    cadence_run.*, setting.runs_ahead, cadence_run.local_date - cast('1970-01-01' as date) as day,
    cadence_run.speed_mps - setting.least_mps as v, cadence_run.cadence_spm - setting.least_spm as c,
    setting.runs_ahead + row_number() over (partition by setting.runs_ahead order by cadence_run.local_date, cadence_run.activity_id) as place
  from cadence_run
  join setting on setting.athlete_id = cadence_run.athlete_id and setting.setting = cadence_run.setting
),
summed as (
  select
    place, sum(v) over so_far as v, sum(c) over so_far as c, sum(v * v) over so_far as vv, sum(v * c) over so_far as vc, sum(c * c) over so_far as cc
  from placed
  window so_far as (partition by runs_ahead order by place rows between unbounded preceding and current row)
),
asked as (
  select
    runs_ahead, day, place, cast(null as varchar) as athlete_id, cast(null as date) as local_date, cast(null as date) as since,
    cast(null as varchar) as reset
  from placed
  union all
  select
    setting.runs_ahead, cadence_setting.local_date - cast('1970-01-01' as date), cast(null as bigint), cadence_setting.athlete_id,
    cadence_setting.local_date, cadence_setting.since, cadence_setting.reset
  from cadence_setting
  join setting on setting.athlete_id = cadence_setting.athlete_id and setting.setting = cadence_setting.setting
),
counted as (
  select
    *,
    count(place) over (partition by runs_ahead order by day range between unbounded preceding and current row) as to_day,
    count(place) over (partition by runs_ahead order by day range between unbounded preceding and 14 preceding) as to_14,
    count(place) over (partition by runs_ahead order by day range between unbounded preceding and 21 preceding) as to_21,
    count(place) over (partition by runs_ahead order by day range between unbounded preceding and 112 preceding) as to_112,
    count(place) over (partition by runs_ahead order by day range between unbounded preceding and 180 preceding) as to_180
  from asked
),
judged as (
  select
    *, row_number() over (order by athlete_id, local_date) as nth, to_14 - to_180 as n,
    case when to_14 > 0 then runs_ahead + to_14 end as line_to, case when to_180 > 0 then runs_ahead + to_180 end as line_after
  from counted
  where local_date is not null
),
totalled as (
  select
    judged.*, newer.v - coalesce(older.v, 0) as v, newer.c - coalesce(older.c, 0) as c, newer.vv - coalesce(older.vv, 0) as vv,
    newer.vc - coalesce(older.vc, 0) as vc, newer.cc - coalesce(older.cc, 0) as cc
  from judged
  left join summed as newer on newer.place = judged.line_to
  left join summed as older on older.place = judged.line_after
),
lined as (
  select
    *, greatest(0, vv - v * v / nullif(n, 0)) as s_vv, vc - v * c / nullif(n, 0) as s_vc, cc - c * c / nullif(n, 0) as s_cc
  from totalled
),
sloped as (
  select
    *, case when n >= 12 and round(sqrt(s_vv / nullif(n - 1, 0)), 9) >= 0.15
      then (s_vc + 7 * greatest(1, (s_cc - s_vc * s_vc / s_vv) / (n - 2)) / 9) / (s_vv + greatest(1, (s_cc - s_vc * s_vc / s_vv) / (n - 2)) / 9)
      else 7 end as slope
  from lined
),
spread as (
  select nth, since, slope, runs_ahead + to_21 as baseline_to, unnest(generate_series(runs_ahead + to_112 + 1, runs_ahead + to_day)) as place
  from sloped
),
compared as (
  select
    spread.nth, spread.place > spread.baseline_to as is_recent, placed.speed_mps,
    placed.cadence_spm - spread.slope * placed.speed_mps as residual, placed.fade_spm - spread.slope * placed.fade_mps as fade_spm
  from spread
  join placed on placed.place = spread.place and placed.local_date >= spread.since
),
middled as (
  select
    nth, count(case when is_recent then residual end) as recent_runs, count(case when not is_recent then residual end) as baseline_runs,
    median(case when is_recent then speed_mps end) as speed_mps,
    median(case when is_recent then residual end) as recent_middle, median(case when not is_recent then residual end) as baseline_middle,
    mad(case when not is_recent then residual end) as spread, median(case when is_recent then fade_spm end) as fade_spm
  from compared
  group by nth
),
gate as (
  select
    max(case when name = 'recent_runs' then value end) as recent_runs, max(case when name = 'baseline_runs' then value end) as baseline_runs
  from rule_parameter
  where rule = 'cadence_fall'
),
measured as (
  select
    sloped.athlete_id, sloped.local_date, sloped.since, sloped.reset, sloped.slope, middled.*,
    middled.recent_runs >= gate.recent_runs and middled.baseline_runs >= gate.baseline_runs as ran,
    cast(least(middled.recent_runs, gate.recent_runs) + least(middled.baseline_runs, gate.baseline_runs) as integer) as runs,
    middled.recent_middle - middled.baseline_middle as delta_spm,
    middled.baseline_middle + sloped.slope * middled.speed_mps as baseline_spm,
    2 * 1.4826 * middled.spread / sqrt(nullif(middled.recent_runs, 0)) as noise_spm
  from sloped
  join middled on middled.nth = sloped.nth
  cross join gate
)
select
  athlete_id, local_date, case when ran then delta_spm end as delta_spm, case when ran then 100 * delta_spm / baseline_spm end as delta_percent,
  case when ran then baseline_spm end as baseline_spm, recent_middle + slope * speed_mps as recent_spm, runs, reset,
  case when reset is not null then since end as reset_on, speed_mps, slope as slope_spm_per_mps,
  case when ran then noise_spm end as noise_spm, fade_spm, coalesce(ran and round(abs(delta_spm), 9) > round(noise_spm, 9), false) as beyond_noise
from measured
