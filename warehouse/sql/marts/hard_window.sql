-- Days on which hard minutes can be compared: seconds at or above the line in the last 7 and 28 days, by heart rate, else by speed.
-- All four weeks of a day are judged by the threshold of that day: a line that moves must not make old weeks easy or new ones hard. Thresholds move on
-- Mondays only, so a run is judged anew for each of the five weeks whose days can look back on it. A mean is kept as the highest heart rate of a run
-- whose highest is unknown: only one above the mean is believed.
with gate as (
  select
    round(100 * max(case when name = 'threshold_hr_share' then value end)) as hr_percent,
    round(100 * max(case when name = 'covered_share' then value end)) as covered_percent
  from rule_parameter
  where rule = 'hard_time_ramp'
),
weekly as (
  select
    threshold.athlete_id, unnest(generate_series(monday_number(threshold.first_day), monday_number(threshold.last_day))) as week,
    case when threshold.measure = 'heart_rate' then ceil(gate.hr_percent * threshold.value / 100) end as bpm,
    case when threshold.measure = 'speed' then least(80, round(10 * threshold.value)) end as step
  from threshold
  cross join gate
  where threshold.counts
),
line as (
  select athlete_id, week, cast(max(bpm) as integer) as bpm, cast(max(step) as integer) as step
  from weekly
  group by athlete_id, week
),
run as (
  select
    activity.athlete_id, monday_number(activity.local_date) as week, activity.local_date, activity.source = 'plan' as planned,
    case when activity.max_heartrate_bpm > coalesce(activity.heartrate_bpm, 0) then activity.max_heartrate_bpm end as most_bpm,
    case when 100 * run_histogram.hr_at_least_s[1] >= gate.covered_percent * coalesce(activity.moving_s, activity.elapsed_s)
      then run_histogram.hr_at_least_s end as hr_at_least_s,
    case when 100 * run_histogram.speed_at_least_s[1] >= gate.covered_percent * coalesce(activity.moving_s, activity.elapsed_s)
      then run_histogram.speed_at_least_s end as speed_at_least_s
  from activity
  cross join gate
  left join run_histogram on run_histogram.athlete_id = activity.athlete_id and run_histogram.activity_id = activity.activity_id
  where activity.counted and activity.athlete_id in (select athlete_id from threshold)
),
ago as (
  select unnest(generate_series(0, 4)) as weeks
),
asked as (
  select run.*, run.week + ago.weeks as seen_in
  from run
  cross join ago
),
judged as (
  select
    line.athlete_id, line.week, line.bpm, line.step, monday(line.week) - asked.local_date as age,
    case
      when asked.planned then 0
      when asked.hr_at_least_s is not null then asked.hr_at_least_s[line.bpm - 29]
      when asked.most_bpm < line.bpm then 0
    end as beating_s,
    case when asked.planned then 0 else asked.speed_at_least_s[line.step + 1] end as moving_s,
    asked.athlete_id is not null as ran
  from line
  left join asked on asked.athlete_id = line.athlete_id and asked.seen_in = line.week
),
known as (
  select
    *, case when ran and beating_s is null then 1 else 0 end as no_heart_rate, case when ran and moving_s is null then 1 else 0 end as no_speed
  from judged
),
summed as (
  select
    athlete_id, week, bpm, step, sum_within(beating_s, age, 7) as beating_7, sum_within(beating_s, age, 28) as beating_28,
    sum_within(moving_s, age, 7) as moving_7, sum_within(moving_s, age, 28) as moving_28,
    sum_within(no_heart_rate, age, 28) as no_heart_rate, sum_within(no_speed, age, 28) as no_speed
  from known
  group by athlete_id, week, bpm, step
),
position as (
  select unnest(generate_series(0, 6)) as position
),
unfolded as (
  select
    summed.athlete_id, cast(monday(summed.week) + position.position * interval 1 day as date) as local_date,
    case
      when summed.bpm is not null and coalesce(on_day(summed.no_heart_rate, position.position), 0) = 0 then 'heart_rate'
      when summed.step is not null and coalesce(on_day(summed.no_speed, position.position), 0) = 0 then 'speed'
    end as measure,
    summed.bpm, on_day(summed.beating_7, position.position) as beating_7_s, on_day(summed.beating_28, position.position) as beating_28_s,
    summed.step, on_day(summed.moving_7, position.position) as moving_7_s, on_day(summed.moving_28, position.position) as moving_28_s
  from summed
  cross join position
)
select
  unfolded.athlete_id, unfolded.local_date, unfolded.measure,
  case when unfolded.measure = 'heart_rate' then unfolded.bpm else unfolded.step / 10 end as line,
  cast(coalesce(case when unfolded.measure = 'heart_rate' then unfolded.beating_7_s else unfolded.moving_7_s end, 0) as double) as last_7_s,
  cast(coalesce(case when unfolded.measure = 'heart_rate' then unfolded.beating_28_s else unfolded.moving_28_s end, 0) as double) as last_28_s
from unfolded
join history on history.athlete_id = unfolded.athlete_id
where unfolded.measure is not null and unfolded.local_date between history.first_date and history.today
