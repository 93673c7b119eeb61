-- Levels are known words, and points and pain agree with them: red pain stops and leaves no ceiling, amber is high.
select daily_risk.athlete_id, daily_risk.local_date, daily_risk.level, daily_risk.score, day_check.pain_colour
from daily_risk
join day_check on day_check.athlete_id = daily_risk.athlete_id and day_check.local_date = daily_risk.local_date
where daily_risk.score < 0 or daily_risk.score > 5
  or daily_risk.level not in ('not_enough_history', 'no_flag', 'watch', 'elevated', 'high', 'stop')
  or (daily_risk.level = 'no_flag' and daily_risk.score > 0)
  or (daily_risk.level = 'high' and daily_risk.score < 3 and day_check.pain_colour <> 'amber')
  or (daily_risk.level = 'stop') <> (day_check.pain_colour = 'red')
  or (daily_risk.level = 'stop' and daily_risk.ceiling_km is not null)
  or (day_check.injury_points > 0 and day_check.load_points = 0)
