-- Days at each level, and how often a day was at elevated or above after one that was not; days without a run in the 30 up to them are left out.
with followed as (
  select
    daily_risk.level, day_window.runs_30,
    lag(daily_risk.level) over (partition by daily_risk.athlete_id order by daily_risk.local_date) as before
  from daily_risk
  join day_window on day_window.athlete_id = daily_risk.athlete_id and day_window.local_date = daily_risk.local_date
)
select
  level, count(*) as days,
  sum(case when level in ('elevated', 'high', 'stop') and coalesce(before, 'no_flag') not in ('elevated', 'high', 'stop') then 1 else 0 end) as rises
from followed
where runs_30 > 0
group by level
