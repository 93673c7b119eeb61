-- The thresholds of one athlete that hold on the newest judged day, the runner's own and the estimated.
select threshold.measure, threshold.source, threshold.value, threshold.runs, threshold.confidence, threshold.counts
from threshold
join athlete on athlete.athlete_id = threshold.athlete_id and athlete.today between threshold.first_day and threshold.last_day
where threshold.athlete_id = $athlete
