-- Every activity between two days, newest first; $activity narrows it to one.
select
  activity.activity_id, activity.source, activity.sources, activity.sport_type, activity.name, activity.local_date, activity.start_utc,
  activity.distance_m / 1000 as distance_km, activity.moving_s, activity.elapsed_s, activity.speed_mps,
  activity.elevation_gain_m, activity.descent_m, activity.cadence_spm, activity.heartrate_bpm, activity.rpe, activity.device,
  activity.shoe_id, coalesce(shoe.name, activity.shoe_name, activity.shoe_id) as shoe_name,
  activity.counted, activity.not_counted_reason, activity.set_aside, activity.choice, merged_activity.members as recordings,
  run_spike.longest_30d_km, run_spike.ratio, run_spike.level as spike_level
from activity
join merged_activity on merged_activity.athlete_id = activity.athlete_id and merged_activity.activity_id = activity.activity_id
left join run_spike on run_spike.athlete_id = activity.athlete_id and run_spike.activity_id = activity.activity_id
left join shoe on shoe.athlete_id = activity.athlete_id and shoe.shoe_id = activity.shoe_id
where activity.athlete_id = $athlete and activity.local_date between $since and $as_of
  and ($activity is null or activity.activity_id = $activity)
order by activity.local_date desc, activity.start_utc desc nulls last, activity.activity_id
