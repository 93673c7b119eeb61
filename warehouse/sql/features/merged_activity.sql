-- One row an activity, whatever number of sources tell of it: local day, cadence in steps a minute, the shoe worn.
with logged as (
  select
    dated_activity.athlete_id, dated_activity.activity_id, arg_min(log_row.rpe, log_row.source_key) as rpe,
    arg_min(log_row.gear_id, log_row.source_key) as gear_id, arg_min(log_row.gear_name, log_row.source_key) as gear_name,
    arg_min(log_row.heartrate_bpm, log_row.source_key) as heartrate_bpm,
    list(log_row.source_key order by log_row.source_key) as members
  from dated_activity
  join log_match on log_match.athlete_id = dated_activity.athlete_id and log_match.activity_id = dated_activity.activity_id
  join source_activity as log_row
    on log_row.athlete_id = log_match.athlete_id and log_row.source_key = log_match.source_key
  group by dated_activity.athlete_id, dated_activity.activity_id
),
every as (
  select
    dated.athlete_id, dated.activity_id, list_concat(dated.members, coalesce(logged.members, [])) as members, dated.source,
    case when logged.activity_id is null then dated.tellers else list_append(dated.tellers, 'log') end as tellers,
    dated.sport_type, dated.name, dated.start_utc, dated.local_date, dated.distance_m, dated.moving_s, dated.elapsed_s,
    dated.elevation_gain_m, dated.descent_m, dated.cadence, dated.cadence_unit,
    coalesce(dated.heartrate_bpm, logged.heartrate_bpm) as heartrate_bpm, dated.max_heartrate_bpm,
    coalesce(dated.rpe, logged.rpe) as rpe, dated.device, dated.indoor,
    coalesce(dated.gear_id, logged.gear_id) as gear_id, coalesce(dated.gear_name, logged.gear_name) as gear_name
  from dated_activity as dated
  left join logged on logged.athlete_id = dated.athlete_id and logged.activity_id = dated.activity_id
  union all
  select
    log_row.athlete_id, log_row.source_key, [log_row.source_key], log_row.source, log_row.tellers,
    log_row.sport_type, log_row.name, null, log_row.local_date, log_row.distance_m, nullif(log_row.moving_s, 0), log_row.elapsed_s,
    log_row.elevation_gain_m, log_row.descent_m, log_row.cadence, log_row.cadence_unit,
    log_row.heartrate_bpm, log_row.max_heartrate_bpm, log_row.rpe, log_row.device, log_row.indoor,
    log_row.gear_id, log_row.gear_name
  from source_activity as log_row
  anti join log_match on log_match.athlete_id = log_row.athlete_id and log_match.source_key = log_row.source_key
  where log_row.start_utc is null and log_row.local_date is not null
),
assigned as (
  select every.athlete_id, every.activity_id, max(coalesce(gear_alias.shoe_id, shoe_assignment.shoe_id)) as shoe_id
  from every
  join shoe_assignment
    on shoe_assignment.athlete_id = every.athlete_id and list_contains(every.members, shoe_assignment.activity_id)
  left join gear_alias on gear_alias.athlete_id = shoe_assignment.athlete_id and gear_alias.gear_id = shoe_assignment.shoe_id
  group by every.athlete_id, every.activity_id
),
usual as (
  select
    shoe_default.athlete_id, shoe_default.since, coalesce(gear_alias.shoe_id, shoe_default.shoe_id) as shoe_id,
    lead(shoe_default.since) over (partition by shoe_default.athlete_id order by shoe_default.since) as next_since
  from shoe_default
  left join gear_alias on gear_alias.athlete_id = shoe_default.athlete_id and gear_alias.gear_id = shoe_default.shoe_id
)
select
  every.athlete_id, every.activity_id, every.members, every.source, every.sport_type,
  every.sport_type in ('Run', 'TrailRun', 'VirtualRun') as is_run,
  every.name, every.start_utc, every.local_date, every.distance_m, every.moving_s, every.elapsed_s,
  every.elevation_gain_m, every.descent_m,
  every.distance_m / nullif(coalesce(every.moving_s, every.elapsed_s), 0) as speed_mps,
  case
    when every.sport_type not in ('Run', 'TrailRun', 'VirtualRun', 'Walk', 'Hike') then null
    when every.cadence_unit = 'steps' or every.cadence >= 110 then every.cadence
    else 2 * every.cadence
  end as cadence_spm,
  every.heartrate_bpm, greatest(every.heartrate_bpm, every.max_heartrate_bpm) as max_heartrate_bpm, every.rpe,
  every.device, every.indoor,
  case
    when every.sport_type in ('Run', 'TrailRun', 'VirtualRun', 'Walk', 'Hike')
      then coalesce(
        assigned.shoe_id, gear_alias.shoe_id, every.gear_id,
        case when every.sport_type in ('Run', 'TrailRun', 'VirtualRun') then usual.shoe_id end
      )
  end as shoe_id,
  case when coalesce(assigned.shoe_id = coalesce(gear_alias.shoe_id, every.gear_id), true) then trim(every.gear_name) end as shoe_name,
  coalesce(gear_alias.shoe_id, every.gear_id) as gear_id, array_to_string(list_sort(list_distinct(every.tellers)), ', ') as sources
from every
left join assigned on assigned.athlete_id = every.athlete_id and assigned.activity_id = every.activity_id
left join gear_alias on gear_alias.athlete_id = every.athlete_id and gear_alias.gear_id = every.gear_id
left join usual
  on usual.athlete_id = every.athlete_id and every.local_date >= usual.since
  and (usual.next_since is null or every.local_date < usual.next_since)
