-- Hard minutes of a week and its usual week, with the line and the threshold behind them: of the newest flag that is still active, else of the day.
select
  shown.measure, shown.line, threshold.value as threshold, threshold.source, athlete.units,
  shown.last_7_s / 60 as hard_minutes, (shown.last_28_s - shown.last_7_s) / 180 as usual_minutes
from athlete
left join hard_day on hard_day.athlete_id = athlete.athlete_id and hard_day.local_date = $as_of
join hard_window as shown on shown.athlete_id = athlete.athlete_id and shown.local_date = coalesce(hard_day.crossed_on, $as_of)
join threshold
  on threshold.athlete_id = athlete.athlete_id and threshold.measure = shown.measure and threshold.counts
  and shown.local_date between threshold.first_day and threshold.last_day
where athlete.athlete_id = $athlete
