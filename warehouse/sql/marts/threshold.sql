-- Threshold heart rate (bpm) and speed (m/s) with the days each holds: the runner's own, and estimates renewed every Monday from the 26 weeks before.
-- An estimate is what runs of two different weeks held: 20 minutes of heart rate, 30 of speed. A sensor that was broken for days does not move it, a day
-- never sees its own week, and beats above the runner's maximum or speeds above any runner's are left out.
with gate as (
  select
    max(case when name = 'min_runs' then value end) as min_runs, max(case when name = 'medium_runs' then value end) as medium_runs,
    max(case when name = 'high_runs' then value end) as high_runs, max(case when name = 'fastest_mps' then value end) as fastest_mps
  from rule_parameter
  where rule = 'hard_time_ramp'
),
held as (
  select activity.athlete_id, 'heart_rate' as measure, run_histogram.hr_20_min_bpm as value, monday_number(activity.local_date) as week
  from activity
  join run_histogram on run_histogram.athlete_id = activity.athlete_id and run_histogram.activity_id = activity.activity_id
  join athlete on athlete.athlete_id = activity.athlete_id
  where activity.counted and run_histogram.hr_20_min_bpm <= coalesce(athlete.hr_max, 240)
  union all
  select activity.athlete_id, 'speed' as measure, run_histogram.speed_30_min_mps as value, monday_number(activity.local_date) as week
  from activity
  join run_histogram on run_histogram.athlete_id = activity.athlete_id and run_histogram.activity_id = activity.activity_id
  cross join gate
  where activity.counted and run_histogram.speed_30_min_mps <= gate.fastest_mps
),
weekly as (
  select athlete_id, measure, week, count(*) as runs, max(value) as best
  from held
  group by athlete_id, measure, week
),
span as (
  select weekly.athlete_id, weekly.measure, min(weekly.week) as first_week, monday_number(max(history.today)) as last_week
  from weekly
  join history on history.athlete_id = weekly.athlete_id
  group by weekly.athlete_id, weekly.measure
),
grid as (
  select athlete_id, measure, unnest(generate_series(first_week, last_week)) as week
  from span
),
looked_back as (
  select
    grid.athlete_id, grid.measure, grid.week, sum(weekly.runs) over half_a_year as runs,
    list(coalesce(weekly.best, 0)) over half_a_year as bests
  from grid
  left join weekly on weekly.athlete_id = grid.athlete_id and weekly.measure = grid.measure and weekly.week = grid.week
  window half_a_year as (partition by grid.athlete_id, grid.measure order by grid.week rows between 26 preceding and 1 preceding)
),
estimated as (
  select
    looked_back.athlete_id, looked_back.measure, looked_back.week, looked_back.runs, list_reverse_sort(looked_back.bests)[2] as value,
    case when looked_back.runs >= gate.high_runs then 'high' when looked_back.runs >= gate.medium_runs then 'medium' else 'low' end as confidence
  from looked_back
  cross join gate
  where looked_back.runs >= gate.min_runs
),
certain as (
  select * from estimated where value > 0
),
turned as (
  select
    *, case
      when lag(value) over renewed = value and lag(confidence) over renewed = confidence and lag(week) over renewed = week - 1 then 0 else 1
    end as turns
  from certain
  window renewed as (partition by athlete_id, measure order by week)
),
numbered as (
  select
    *, sum(turns) over (partition by athlete_id, measure order by week rows between unbounded preceding and current row) as stretch
  from turned
),
stretched as (
  select athlete_id, measure, value, confidence, min(week) as first_week, max(week) as last_week, arg_max(runs, week) as runs
  from numbered
  group by athlete_id, measure, value, confidence, stretch
)
select
  stretched.athlete_id, stretched.measure, 'estimated' as source, monday(stretched.first_week) as first_day,
  least(cast(monday(stretched.last_week) + interval 6 day as date), history.today) as last_day, stretched.value,
  cast(stretched.runs as integer) as runs, stretched.confidence,
  case when stretched.measure = 'heart_rate' then athlete.threshold_hr is null else athlete.threshold_pace is null end as counts
from stretched
join history on history.athlete_id = stretched.athlete_id
join athlete on athlete.athlete_id = stretched.athlete_id
union all
select athlete.athlete_id, 'heart_rate', 'own', history.first_date, history.today, athlete.threshold_hr, null, null, true
from athlete
join history on history.athlete_id = athlete.athlete_id
where athlete.threshold_hr is not null
union all
select athlete.athlete_id, 'speed', 'own', history.first_date, history.today, 1000 / athlete.threshold_pace, null, null, true
from athlete
join history on history.athlete_id = athlete.athlete_id
where athlete.threshold_pace is not null
