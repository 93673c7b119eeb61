-- One athlete's day: level, checks, context, the runs of the last 30 days and what they are known of.
with recent as (
  select
    count(*) filter (counted) as runs_30d,
    count(*) filter (counted and heartrate_bpm is not null) / nullif(count(*) filter (counted), 0) as heart_rate_share
  from activity
  where athlete_id = $athlete and local_date between $as_of - 29 and $as_of
)
select
  daily_risk.level, daily_risk.score, daily_risk.incomplete, daily_risk.ceiling_km,
  day_check.*, day_window.day_number, day_window.longest_30_dm / 10000 as longest_30_km,
  day_window.last_14_dm / 10000 as recent_km, (day_window.last_28_dm - day_window.last_14_dm) / 10000 as before_km,
  day_window.shoe_dm_30 / nullif(day_window.foot_dm_30, 0) as shoe_known_share,
  daily_load.load_scale, daily_load.atl, daily_load.ctl, daily_load.tsb, daily_load.acwr_uncoupled, daily_load.monotony, daily_load.strain,
  recent.runs_30d, recent.heart_rate_share
from day_check
join daily_risk on daily_risk.athlete_id = day_check.athlete_id and daily_risk.local_date = day_check.local_date
join day_window on day_window.athlete_id = day_check.athlete_id and day_window.local_date = day_check.local_date
join daily_load on daily_load.athlete_id = day_check.athlete_id and daily_load.local_date = day_check.local_date
cross join recent
where day_check.athlete_id = $athlete and day_check.local_date = $as_of
