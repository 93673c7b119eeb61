-- Every timed activity with its local day: the file's own clock, else the zone of the position or import, else the athlete's.
select
  timed_activity.*,
  cast(coalesce(
    timed_activity.start_utc + to_seconds(timed_activity.utc_offset_s),
    (timed_activity.start_utc at time zone 'UTC') at time zone coalesce(timed_activity.timezone, athlete.timezone, 'UTC')
  ) as date) as local_date
from timed_activity
left join athlete on athlete.athlete_id = timed_activity.athlete_id
