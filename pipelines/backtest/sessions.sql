-- Every run: runner and day as numbers, the band of its ratio (4: not judged), an injury in the year before, the score after it and the evening before (-1: not enough history), and whether the runner was injured in it.
with scored as (
  select athlete_id, local_date, case when level <> 'not_enough_history' then score else -1 end as score
  from daily_risk
)
select
  dense_rank() over (order by run_spike.athlete_id) - 1 as runner,
  run_spike.local_date - date '2000-01-01' as day,
  case
    when run_spike.ratio is null then 4
    when run_spike.ratio <= $first then 0
    when run_spike.ratio <= $second then 1
    when run_spike.ratio <= $third then 2
    else 3
  end as band,
  case when injury_day.value > 0 then 1 else 0 end as earlier,
  coalesce(today.score, -1) as score, coalesce(evening.score, -1) as evening_score,
  case when injury.local_date is null then 0 else 1 end as injured
from run_spike
left join injury_day on injury_day.athlete_id = run_spike.athlete_id and injury_day.local_date = run_spike.local_date
left join scored as today on today.athlete_id = run_spike.athlete_id and today.local_date = run_spike.local_date
left join scored as evening on evening.athlete_id = run_spike.athlete_id and evening.local_date = run_spike.local_date - 1
left join injury on injury.athlete_id = run_spike.athlete_id and injury.local_date = run_spike.local_date
order by runner, day
