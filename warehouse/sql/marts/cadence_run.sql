-- Counted runs whose cadence can be compared and is not doubtful: by steady windows of their samples, else by averages of a run without long stops or hills.
-- A run's setting is its watch (one not told is the one before) and whether it was a treadmill.
with told as (
  select
    activity.athlete_id, activity.activity_id, activity.local_date, activity.start_utc, activity.shoe_id,
    coalesce(activity.indoor, false) or activity.sport_type = 'VirtualRun' as treadmill, activity.device,
    count(activity.device) over (
      partition by activity.athlete_id order by activity.local_date, activity.start_utc, activity.activity_id
      rows between unbounded preceding and current row
    ) as devices,
    run_cadence.windows,
    case
      when run_cadence.activity_id is not null then case when run_cadence.windows >= 20 then run_cadence.cadence_spm end
      when activity.moving_s >= 0.9 * activity.elapsed_s and activity.cadence_spm >= 130 and activity.speed_mps >= 1.9
        and (activity.indoor or activity.sport_type = 'VirtualRun' or activity.elevation_gain_m < 0.015 * activity.distance_m)
        then activity.cadence_spm
    end as cadence_spm,
    case when run_cadence.activity_id is not null then run_cadence.speed_mps else activity.speed_mps end as speed_mps,
    case when run_cadence.first_windows >= 5 and run_cadence.last_windows >= 5 then run_cadence.last_spm - run_cadence.first_spm end as fade_spm,
    run_cadence.last_mps - run_cadence.first_mps as fade_mps
  from activity
  left join run_cadence on run_cadence.athlete_id = activity.athlete_id and run_cadence.activity_id = activity.activity_id
  left join run_quality
    on run_quality.athlete_id = activity.athlete_id and run_quality.activity_id = activity.activity_id and run_quality.doubt = 'cadence'
  where activity.counted and run_quality.doubt is null
),
named as (
  select *, max(device) over (partition by athlete_id, devices) as known_device
  from told
)
select
  athlete_id, activity_id, local_date, cadence_spm, speed_mps, windows, treadmill, known_device as device, shoe_id, fade_spm, fade_mps,
  coalesce(known_device, '') || case when treadmill then ' on a treadmill' else '' end as setting,
  min(local_date) over (partition by athlete_id, known_device) as device_since,
  min(local_date) over (partition by athlete_id, known_device, treadmill) as setting_since,
  min(case when shoe_id is not null then local_date end) over (partition by athlete_id, shoe_id) as shoe_since,
  min(local_date) over (partition by athlete_id) as first_date,
  min(case when shoe_id is not null then local_date end) over (partition by athlete_id) as first_shoe_date
from named
where cadence_spm is not null
