-- Cadence at the same speed on each day with such a run: median of the last 21 days against days 22-112, along the runner's own line.
-- Runs are met by months of 32 days: an equal key instead of every run against every day.
-- The slope is a ridge towards 7 (SD 3) steps a minute per m/s on 180 days without the last 14; both medians are at the recent median speed.
with dated as (
  select *, (local_date - cast('1970-01-01' as date)) // 32 as month_of_32 from cadence_run
),
looked as (
  select *, unnest(generate_series((local_date - cast('1970-01-01' as date) - 179) // 32, (local_date - cast('1970-01-01' as date)) // 32)) as month_of_32
  from cadence_setting
),
lined as (
  select
    cadence_setting.athlete_id, cadence_setting.local_date, cadence_setting.setting, cadence_setting.since, cadence_setting.reset,
    count(cadence_run.activity_id) as n, avg(cadence_run.speed_mps) as mean_mps, avg(cadence_run.cadence_spm) as mean_spm,
    stddev_samp(cadence_run.speed_mps) as sd_mps, var_pop(cadence_run.speed_mps) * count(cadence_run.activity_id) as s_vv,
    covar_pop(cadence_run.speed_mps, cadence_run.cadence_spm) * count(cadence_run.activity_id) as s_vc,
    var_pop(cadence_run.cadence_spm) * count(cadence_run.activity_id) as s_cc
  from looked as cadence_setting
  left join dated as cadence_run
    on cadence_run.athlete_id = cadence_setting.athlete_id and cadence_run.setting = cadence_setting.setting
    and cadence_run.month_of_32 = cadence_setting.month_of_32
    and cadence_run.local_date between cast(cadence_setting.local_date - interval 179 day as date)
      and cast(cadence_setting.local_date - interval 14 day as date)
  group by cadence_setting.athlete_id, cadence_setting.local_date, cadence_setting.setting, cadence_setting.since, cadence_setting.reset
),
sloped as (
  select
    *, case when n >= 12 and round(sd_mps, 9) >= 0.15
      then (s_vc + 7 * greatest(1, (s_cc - s_vc * s_vc / s_vv) / (n - 2)) / 9) / (s_vv + greatest(1, (s_cc - s_vc * s_vc / s_vv) / (n - 2)) / 9)
      else 7 end as slope
  from lined
),
compared as (
  select
    sloped.athlete_id, sloped.local_date, sloped.setting, sloped.since, sloped.reset, sloped.slope, sloped.mean_spm, sloped.mean_mps,
    cadence_run.speed_mps, cadence_run.cadence_spm - sloped.slope * cadence_run.speed_mps as residual,
    cadence_run.fade_spm - sloped.slope * cadence_run.fade_mps as fade_spm,
    cadence_run.local_date > cast(sloped.local_date - interval 21 day as date) as is_recent
  from looked
  join sloped on sloped.athlete_id = looked.athlete_id and sloped.local_date = looked.local_date
  join dated as cadence_run
    on cadence_run.athlete_id = looked.athlete_id and cadence_run.setting = looked.setting and cadence_run.month_of_32 = looked.month_of_32
    and cadence_run.local_date >= sloped.since
    and cadence_run.local_date between cast(sloped.local_date - interval 111 day as date) and sloped.local_date
),
middled as (
  select
    athlete_id, local_date, setting, since, reset, slope,
    count(case when is_recent then residual end) as recent_runs, count(case when not is_recent then residual end) as baseline_runs,
    median(case when is_recent then speed_mps end) as speed_mps,
    median(case when is_recent then residual end) as recent_middle, median(case when not is_recent then residual end) as baseline_middle,
    mad(case when not is_recent then residual end) as spread, median(case when is_recent then fade_spm end) as fade_spm
  from compared
  group by athlete_id, local_date, setting, since, reset, slope
),
gate as (
  select
    max(case when name = 'recent_runs' then value end) as recent_runs, max(case when name = 'baseline_runs' then value end) as baseline_runs
  from rule_parameter
  where rule = 'cadence_fall'
),
measured as (
  select
    middled.*, middled.recent_runs >= gate.recent_runs and middled.baseline_runs >= gate.baseline_runs as ran,
    cast(least(middled.recent_runs, gate.recent_runs) + least(middled.baseline_runs, gate.baseline_runs) as integer) as runs,
    middled.recent_middle - middled.baseline_middle as delta_spm,
    middled.baseline_middle + middled.slope * middled.speed_mps as baseline_spm,
    2 * 1.4826 * middled.spread / sqrt(nullif(middled.recent_runs, 0)) as noise_spm
  from middled
  cross join gate
)
select
  athlete_id, local_date, case when ran then delta_spm end as delta_spm, case when ran then 100 * delta_spm / baseline_spm end as delta_percent,
  case when ran then baseline_spm end as baseline_spm, recent_middle + slope * speed_mps as recent_spm, runs, reset,
  case when reset is not null then since end as reset_on, speed_mps, slope as slope_spm_per_mps,
  case when ran then noise_spm end as noise_spm, fade_spm, coalesce(ran and round(abs(delta_spm), 9) > round(noise_spm, 9), false) as beyond_noise
from measured
