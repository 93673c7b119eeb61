-- The newest day of the last seven on which two weeks exceeded the two before by more than the line.
select
  day_window.last_14_dm / (day_window.last_28_dm - day_window.last_14_dm) as value,
  day_window.last_14_dm / 10000 as recent_km, (day_window.last_28_dm - day_window.last_14_dm) / 10000 as before_km
from ramp_crossing
join day_window on day_window.athlete_id = ramp_crossing.athlete_id and day_window.local_date = ramp_crossing.local_date
where ramp_crossing.athlete_id = $athlete and ramp_crossing.local_date between $as_of - 6 and $as_of
order by ramp_crossing.local_date desc
limit 1
