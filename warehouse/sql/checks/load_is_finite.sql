-- Loads are finite and never negative.
select athlete_id, local_date, load, atl, ctl
from daily_load
where load < 0 or not isfinite(load) or atl < 0 or not isfinite(atl) or ctl < 0 or not isfinite(ctl)
