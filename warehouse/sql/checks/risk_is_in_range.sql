-- Levels are known words, and points agree with them.
select athlete_id, local_date, level, score
from daily_risk
where score < 0 or score > 5 or level not in ('not_enough_history', 'no_flag', 'watch', 'elevated', 'high', 'stop')
  or (level = 'no_flag' and score > 0) or (level = 'high' and score < 3)
