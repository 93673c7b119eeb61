-- Doubts about the data of runs, and the two numbers each rests on: what sets a run aside from the checks, and what is only noted.
with line as (
  select
    max(case when doubt = 'elapsed' and name = 'most_hours' then value end) as most_hours,
    max(case when doubt = 'too_slow' and name = 'min_mps' then value end) as min_mps,
    max(case when doubt = 'gps_jump' and name = 'step_m' then value end) as step_m,
    max(case when doubt = 'gps_jump' and name = 'least_share' then value end) as jump_share,
    max(case when doubt = 'gps_jump' and name = 'unknown_mps' then value end) as unknown_mps,
    max(case when doubt = 'ride' and name = 'min_m' then value end) as ride_m,
    max(case when doubt = 'ride' and name = 'min_mps' then value end) as ride_mps,
    max(case when doubt = 'ride' and name = 'least_ratio' then value end) as ride_ratio,
    max(case when doubt = 'ride' and name = 'min_runs' then value end) as ride_runs,
    max(case when doubt = 'ride' and name = 'window_days' then value end) as ride_days,
    max(case when doubt = 'ride' and name = 'length_share' then value end) as length_share,
    max(case when doubt = 'ride' and name = 'shorter_m' then value end) as shorter_m,
    max(case when doubt = 'ride' and name = 'running_spm' then value end) as running_spm,
    max(case when doubt = 'clock' and name = 'min_hours' then value end) as clock_hours,
    max(case when doubt = 'clock' and name = 'least_ratio' then value end) as clock_ratio,
    max(case when doubt = 'cadence' and name = 'least_spm' then value end) as least_spm,
    max(case when doubt = 'cadence' and name = 'most_spm' then value end) as most_spm,
    max(case when doubt = 'cadence' and name = 'min_mps' then value end) as stepping_mps
  from doubt_parameter
),
run as (
  select
    athlete_id, activity_id, local_date, distance_m, round(distance_m * 10) as run_dm, moving_s, elapsed_s,
    coalesce(moving_s, elapsed_s) as seconds, speed_mps, cadence_spm,
    coalesce(indoor, false) or sport_type = 'VirtualRun' as indoors
  from merged_activity
  where is_run
),
slow as (
  select
    run.athlete_id, run.activity_id, run.elapsed_s / 3600 as elapsed_h, run.speed_mps, line.min_mps, line.most_hours,
    run.moving_s is null and run.elapsed_s > 3600 * line.most_hours as endless
  from run
  cross join line
  where run.run_dm < round(10 * line.min_mps) * run.seconds
),
quick as (
  select run.athlete_id, run.activity_id, run.speed_mps, min(fastest.mps) as mps, arg_min(fastest.reason, fastest.mps) as reason
  from run
  join fastest on run.run_dm > round(10 * fastest.mps) * run.seconds and run.distance_m >= fastest.from_m
  where run.seconds > 0
  group by run.athlete_id, run.activity_id, run.speed_mps
),
sampled as (
  select
    run.athlete_id, run.activity_id, run.distance_m,
    run_histogram.run_m + line.unknown_mps * greatest(0, coalesce(run.moving_s, run_histogram.speed_s) - run_histogram.speed_s) as explained_m,
    line.step_m, line.jump_share
  from run
  join run_histogram on run_histogram.athlete_id = run.athlete_id and run_histogram.activity_id = run.activity_id
  cross join line
  where run_histogram.run_m is not null and not run.indoors
),
wheeled as (
  select run.*, line.*
  from run
  cross join line
  where run.distance_m >= line.ride_m and run.speed_mps >= line.ride_mps and coalesce(run.cadence_spm, 0) < line.running_spm
),
earlier as (
  select
    wheeled.athlete_id, wheeled.activity_id, run.speed_mps, run.run_dm, run.seconds,
    case when run.distance_m >= wheeled.length_share * wheeled.distance_m then 1 else 0 end as long_enough
  from wheeled
  join run on run.athlete_id = wheeled.athlete_id and run.local_date < wheeled.local_date
  where run.local_date >= cast(wheeled.local_date - wheeled.ride_days * interval 1 day as date) and run.speed_mps >= wheeled.min_mps
    and run.distance_m >= least(wheeled.length_share * wheeled.distance_m, wheeled.shorter_m)
),
ranked as (
  select
    *, row_number() over (partition by athlete_id, activity_id, long_enough order by speed_mps desc) as nth,
    count(*) over (partition by athlete_id, activity_id, long_enough) as runs
  from earlier
),
reached as (
  select
    ranked.athlete_id, ranked.activity_id, arg_max(ranked.speed_mps, ranked.long_enough) as speed_mps,
    arg_max(ranked.run_dm, ranked.long_enough) as run_dm, arg_max(ranked.seconds, ranked.long_enough) as seconds
  from ranked
  cross join line
  where ranked.nth = 3 and ranked.runs >= line.ride_runs
  group by ranked.athlete_id, ranked.activity_id
),
stepped as (
  select
    run.athlete_id, run.activity_id, line.least_spm, line.most_spm,
    case when run_cadence.cadence_spm > line.most_spm then run_cadence.cadence_spm else run.cadence_spm end as cadence_spm
  from run
  cross join line
  left join run_cadence on run_cadence.athlete_id = run.athlete_id and run_cadence.activity_id = run.activity_id
  where run.speed_mps >= line.stepping_mps
),
doubted as (
  select athlete_id, activity_id, 'elapsed' as doubt, elapsed_h as value, most_hours as line, cast(null as varchar) as reason
  from slow
  where endless
  union all
  select athlete_id, activity_id, 'too_slow', speed_mps, min_mps, null
  from slow
  where not endless
  union all
  select athlete_id, activity_id, 'too_fast', speed_mps, mps, reason
  from quick
  union all
  select athlete_id, activity_id, 'gps_jump', distance_m / 1000, explained_m / 1000, null
  from sampled
  where distance_m - explained_m > greatest(step_m, jump_share * distance_m)
  union all
  select wheeled.athlete_id, wheeled.activity_id, 'ride', wheeled.speed_mps, reached.speed_mps, null
  from wheeled
  join reached on reached.athlete_id = wheeled.athlete_id and reached.activity_id = wheeled.activity_id
  where 100 * wheeled.run_dm * reached.seconds > round(100 * wheeled.ride_ratio) * reached.run_dm * wheeled.seconds
  union all
  select run.athlete_id, run.activity_id, 'clock', run.elapsed_s / 3600, run.moving_s / 3600, null
  from run
  cross join line
  where run.elapsed_s - run.moving_s > 3600 * line.clock_hours and run.elapsed_s > line.clock_ratio * run.moving_s
  union all
  select athlete_id, activity_id, 'cadence', cadence_spm, case when cadence_spm > most_spm then most_spm else least_spm end, null
  from stepped
  where cadence_spm > most_spm or cadence_spm < least_spm
)
select
  doubted.athlete_id, doubted.activity_id, doubt.doubt, doubt.sort, doubt.sets_aside, doubt.can_be_used, doubt.keeps_load, doubt.keeps_shoe,
  doubted.value, doubted.line, coalesce(doubted.reason, doubt.reason) as reason
from doubted
join doubt on doubt.doubt = doubted.doubt
