-- Metres down of a week and its usual week: of the newest flag that is still active, else of the day.
select
  coalesce(descent_day.descent, day_window.last_7_descent_dm / 10) as descent,
  coalesce(descent_day.usual_descent, (day_window.last_28_descent_dm - day_window.last_7_descent_dm) / 30) as usual_descent
from day_window
left join descent_day on descent_day.athlete_id = day_window.athlete_id and descent_day.local_date = day_window.local_date
where day_window.athlete_id = $athlete and day_window.local_date = $as_of
