-- What is true now, a row a key: the newest full export and what came in part since, watch files, the newest log rows, the API's newest word.
-- Of what export and API both tell, numbers and dates are the export's; sport, name and gear are those of the newer of the two. What one
-- lacks the other gives. What is dated before 1970 has a wrong date, and a wrong date opens centuries of empty days.
with ranked as (
  select
    incoming.* replace (case when distance_m between 0 and 10000000 then distance_m end as distance_m),
    batch.source as batch_source, batch.is_full, batch.timezone as batch_timezone, batch.as_of,
    max(case when batch.is_full then batch.as_of end) over (partition by incoming.athlete_id, batch.source) as full_as_of,
    dense_rank() over (
      partition by incoming.athlete_id, batch.source, batch.is_full order by batch.as_of desc, incoming.batch desc
    ) as export_age,
    row_number() over (
      partition by incoming.athlete_id, incoming.source_key, incoming.linked_key is null, batch.source = 'strava'
      order by batch.as_of desc, incoming.batch desc
    ) as version
  from incoming
  join batch on batch.athlete_id = incoming.athlete_id and batch.batch = incoming.batch
  where coalesce(coalesce(incoming.start_utc, incoming.local_date) >= date '1970-01-01', true)
),
kept as (
  select *
  from ranked
  where version = 1
    and (linked_key is not null or (is_full and export_age = 1) or (not is_full and (full_as_of is null or as_of >= full_as_of)))
),
present as (
  select
    *, case when starts_with(source_key, 'file:') then 'file' else batch_source end as source,
    row_number() over (partition by athlete_id, source_key, batch_source = 'strava' order by linked_key nulls last) as nth
  from kept
  where linked_key is null or exists (
    select 1 from kept as owner where owner.athlete_id = kept.athlete_id and owner.source_key = kept.linked_key
  )
),
own as (
  select * from present where nth = 1 and batch_source <> 'strava'
),
api as (
  select present.* replace (coalesce(present.gear_name, told_gear.name) as gear_name)
  from present
  left join told_gear on told_gear.athlete_id = present.athlete_id and told_gear.gear_id = present.gear_id
  where present.nth = 1 and present.batch_source = 'strava'
),
told as (
  select
    coalesce(own.athlete_id, api.athlete_id) as athlete_id, coalesce(own.source_key, api.source_key) as source_key, own, api,
    coalesce(replace(api.as_of, 'T', ' ') > own.as_of, own.athlete_id is null) as api_is_newer
  from own
  full outer join api on api.athlete_id = own.athlete_id and api.source_key = own.source_key
),
worded as (
  select *, case when api_is_newer then api else own end as newer, case when api_is_newer then own else api end as older
  from told
)
select
  athlete_id, source_key, coalesce(own.batch, api.batch) as batch, own.linked_key, own.file_sha256,
  coalesce(newer.sport, older.sport) as sport, coalesce(newer.sport_type, older.sport_type) as sport_type,
  coalesce(newer.name, older.name) as name,
  coalesce(own.start_utc, api.start_utc) as start_utc, coalesce(own.utc_offset_s, api.utc_offset_s) as utc_offset_s,
  coalesce(own.timezone, api.timezone) as timezone, coalesce(own.local_date, api.local_date) as local_date,
  coalesce(own.distance_m, api.distance_m) as distance_m,
  coalesce(nullif(own.moving_s, 0), api.moving_s, own.moving_s) as moving_s,
  coalesce(nullif(own.elapsed_s, 0), api.elapsed_s, own.elapsed_s) as elapsed_s,
  coalesce(own.elevation_gain_m, api.elevation_gain_m) as elevation_gain_m, coalesce(own.descent_m, api.descent_m) as descent_m,
  case when own.cadence > 0 or api.cadence is null then own.cadence else api.cadence end as cadence,
  case when own.cadence > 0 or api.cadence is null then own.cadence_unit else api.cadence_unit end as cadence_unit,
  coalesce(nullif(own.heartrate_bpm, 0), api.heartrate_bpm, own.heartrate_bpm) as heartrate_bpm,
  coalesce(nullif(own.max_heartrate_bpm, 0), api.max_heartrate_bpm, own.max_heartrate_bpm) as max_heartrate_bpm,
  coalesce(nullif(own.rpe, 0), api.rpe, own.rpe) as rpe,
  coalesce(own.device, api.device) as device, coalesce(own.indoor, api.indoor) as indoor,
  coalesce(newer.gear_id, older.gear_id) as gear_id,
  case
    when newer.gear_id = older.gear_id then coalesce(newer.gear_name, older.gear_name)
    when newer.gear_id is not null then newer.gear_name
    else coalesce(older.gear_name, newer.gear_name)
  end as gear_name,
  own.batch_timezone as batch_timezone, coalesce(own.source, api.source) as source,
  case coalesce(own.source, api.source) when 'file' then 2 when 'log' then 3 else 1 end as priority,
  list_filter([own.source, api.source], lambda told: told is not null) as tellers
from worded
