-- Days on which hard minutes can be compared: seconds at or above the line in the last 7 and 28 days, by heart rate, else by speed.
-- All four weeks of a day are judged by the threshold of that day: a line that moves must not make old weeks easy or new ones hard. Thresholds move on
-- Mondays only, so a run is judged anew for each of the five weeks whose days can look back on it, and the days of a week are summed as in athlete_day.
with gate as (
  select
    round(100 * max(case when name = 'threshold_hr_share' then value end)) as hr_percent,
    round(100 * max(case when name = 'covered_share' then value end)) as covered_percent
  from rule_parameter
  where rule = 'hard_time_ramp'
),
holding as (
  select
    threshold.athlete_id, threshold.measure, unnest(generate_series(monday_number(threshold.first_day), monday_number(threshold.last_day))) as week,
    case
      when threshold.measure = 'heart_rate' then cast(ceil(gate.hr_percent * threshold.value / 100) as integer)
      else cast(round(10 * threshold.value) as integer)
    end as line
  from threshold
  cross join gate
  where threshold.counts
),
run as (
  select
    activity.athlete_id, monday_number(activity.local_date) as week, weekday_number(activity.local_date) as day, activity.source = 'plan' as planned,
    case when activity.max_heartrate_bpm > coalesce(activity.heartrate_bpm, 0) then activity.max_heartrate_bpm end as most_bpm,
    case when 100 * seconds_from(run_histogram.hr_seconds, 1) >= gate.covered_percent * coalesce(activity.moving_s, activity.elapsed_s)
      then run_histogram.hr_seconds end as hr_seconds,
    case when 100 * seconds_from(run_histogram.speed_seconds, 1) >= gate.covered_percent * coalesce(activity.moving_s, activity.elapsed_s)
      then run_histogram.speed_seconds end as speed_seconds
  from activity
  cross join gate
  left join run_histogram on run_histogram.athlete_id = activity.athlete_id and run_histogram.activity_id = activity.activity_id
  where activity.counted and activity.athlete_id in (select athlete_id from threshold)
),
ago as (
  select unnest(generate_series(0, 4)) as weeks
),
judged as (
  select
    run.athlete_id, holding.measure, holding.week, ago.weeks as ago, run.day,
    case
      when run.planned then 0
      when holding.measure = 'speed' then seconds_from(run.speed_seconds, holding.line + 1)
      else coalesce(seconds_from(run.hr_seconds, holding.line - 29), case when run.most_bpm < holding.line then 0 end)
    end as seconds
  from run
  cross join ago
  join holding on holding.athlete_id = run.athlete_id and holding.week = run.week + ago.weeks
),
daily as (
  select
    athlete_id, measure, week, ago, day, cast(coalesce(sum(seconds), 0) as double) as seconds,
    sum(case when seconds is null then 1.0 else 0 end) as unknown
  from judged
  group by athlete_id, measure, week, ago, day
),
listed as (
  select
    athlete_id, measure, week,
    each_day(case when ago = 0 then day end, seconds) as seconds_0, each_day(case when ago = 1 then day end, seconds) as seconds_1,
    each_day(case when ago = 4 then day end, seconds) as seconds_4, sum(case when ago between 1 and 3 then seconds end) as seconds_3,
    each_day(case when ago = 0 then day end, unknown) as unknown_0, each_day(case when ago = 4 then day end, unknown) as unknown_4,
    sum(case when ago between 1 and 3 then unknown end) as unknown_3
  from daily
  group by athlete_id, measure, week
),
filled as (
  select
    holding.athlete_id, holding.measure, holding.week, holding.line, known(listed.seconds_0) as seconds_0, known(listed.seconds_1) as seconds_1,
    known(listed.seconds_4) as seconds_4, coalesce(listed.seconds_3, 0) as seconds_3, known(listed.unknown_0) as unknown_0,
    known(listed.unknown_4) as unknown_4, coalesce(listed.unknown_3, 0) as unknown_3
  from holding
  left join listed on listed.athlete_id = holding.athlete_id and listed.measure = holding.measure and listed.week = holding.week
),
summed as (
  select
    athlete_id, measure, week, line, seconds_3, unknown_3, running_sum(seconds_0) as seconds_0, running_sum(seconds_1) as seconds_1,
    running_sum(seconds_4) as seconds_4, running_sum(unknown_0) as unknown_0, running_sum(unknown_4) as unknown_4
  from filled
),
rolled as (
  select
    athlete_id, measure, week, line, last_weeks(seconds_0, 0, seconds_1) as last_7, last_weeks(seconds_0, seconds_3, seconds_4) as last_28,
    last_weeks(unknown_0, unknown_3, unknown_4) as unknown
  from summed
),
position as (
  select unnest(generate_series(0, 6)) as position
),
heart as (
  select * from rolled where measure = 'heart_rate'
),
speed as (
  select * from rolled where measure = 'speed'
),
paired as (
  select
    coalesce(heart.athlete_id, speed.athlete_id) as athlete_id,
    cast(monday(coalesce(heart.week, speed.week)) + position.position * interval 1 day as date) as local_date,
    case when on_day(heart.unknown, position.position) = 0 then 'heart_rate' when on_day(speed.unknown, position.position) = 0 then 'speed' end as measure,
    heart.line as bpm, on_day(heart.last_7, position.position) as beating_7_s, on_day(heart.last_28, position.position) as beating_28_s,
    speed.line as step, on_day(speed.last_7, position.position) as moving_7_s, on_day(speed.last_28, position.position) as moving_28_s
  from heart
  full outer join speed on speed.athlete_id = heart.athlete_id and speed.week = heart.week
  cross join position
)
select
  paired.athlete_id, paired.local_date, paired.measure,
  case when paired.measure = 'heart_rate' then paired.bpm else paired.step / 10 end as line,
  case when paired.measure = 'heart_rate' then paired.beating_7_s else paired.moving_7_s end as last_7_s,
  case when paired.measure = 'heart_rate' then paired.beating_28_s else paired.moving_28_s end as last_28_s
from paired
join history on history.athlete_id = paired.athlete_id
where paired.measure is not null and paired.local_date between history.first_date and history.today
