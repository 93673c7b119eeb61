-- Every activity once, and for runs whether the rules count it: too short, too fast or slow, or another recording of the same run.
with span as (
  select
    merged_activity.* exclude (descent_m), coalesce(merged_activity.descent_m, run_histogram.descent_m) as descent_m,
    merged_activity.local_date > athlete.today as ahead, epoch(start_utc) as begins,
    epoch(start_utc) + coalesce(least(elapsed_s, greatest(2 * moving_s, moving_s + 1800)), moving_s, elapsed_s) as ends
  from merged_activity
  join athlete on athlete.athlete_id = merged_activity.athlete_id
  left join run_histogram on run_histogram.athlete_id = merged_activity.athlete_id and run_histogram.activity_id = merged_activity.activity_id
),
judged as (
  select
    *, case
      when ahead then 'dated after today'
      when not is_run then 'not a run'
      when coalesce(distance_m, 0) < 500 then 'shorter than 0.5 km'
      when coalesce(moving_s, elapsed_s) is null then 'no duration'
      when round(distance_m * 10) < 12 * coalesce(moving_s, elapsed_s) then 'slower than 1.2 m/s on average'
      when round(distance_m * 10) > 70 * coalesce(moving_s, elapsed_s) then 'faster than 7 m/s on average'
    end as reason
  from span
),
queue as (
  select
    athlete_id, activity_id, begins, ends, distance_m,
    max(ends) over (partition by athlete_id order by begins, activity_id rows between unbounded preceding and 1 preceding) as busy_until,
    lead(begins) over (partition by athlete_id order by begins, activity_id) as next_begins
  from judged
  where reason is null and begins is not null
),
crowded as (
  select * from queue where begins < busy_until or ends > next_begins
),
duplicate as (
  select distinct loser.athlete_id, loser.activity_id
  from crowded as loser
  join crowded as winner on winner.athlete_id = loser.athlete_id and winner.activity_id <> loser.activity_id
  where least(loser.ends, winner.ends) - greatest(loser.begins, winner.begins)
      > 0.5 * least(loser.ends - loser.begins, winner.ends - winner.begins)
    and (
      winner.distance_m > loser.distance_m
      or (winner.distance_m = loser.distance_m and winner.activity_id < loser.activity_id)
    )
),
decided as (
  select
    judged.*, case when duplicate.activity_id is not null then 'another recording of the same run' else judged.reason end as not_counted_reason
  from judged
  left join duplicate on duplicate.athlete_id = judged.athlete_id and duplicate.activity_id = judged.activity_id
)
select
  athlete_id, activity_id, source, sport_type, is_run, start_utc, local_date, distance_m, moving_s, elapsed_s,
  elevation_gain_m, descent_m, speed_mps, cadence_spm, heartrate_bpm, rpe, device, shoe_id,
  name, shoe_name, max_heartrate_bpm, indoor, not_counted_reason is null as counted, not_counted_reason,
  sport_type in ('Run', 'TrailRun', 'VirtualRun', 'Walk', 'Hike')
    and coalesce(not_counted_reason not in ('another recording of the same run', 'dated after today'), true) as on_foot,
  sources
from decided
