-- The return from a break the day lies in, if any: km so far in this week back against its cap.
select
  return_day.value, return_day.actual_km, return_day.cap_km, break_return.days_off,
  (return_day.local_date - return_day.returned_on) // 7 + 1 as week
from return_day
join break_return on break_return.athlete_id = return_day.athlete_id and break_return.returned_on = return_day.returned_on
where return_day.athlete_id = $athlete and return_day.local_date = $as_of
