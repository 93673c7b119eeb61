-- What is true now: the rows of the newest full export and of what came in part since, every watch file, the newest version of each log row.
with ranked as (
  select
    incoming.*, batch.source as batch_source, batch.is_full, batch.timezone as batch_timezone, batch.as_of,
    max(case when batch.is_full then batch.as_of end) over (partition by incoming.athlete_id, batch.source) as full_as_of,
    dense_rank() over (
      partition by incoming.athlete_id, batch.source, batch.is_full order by batch.as_of desc, incoming.batch desc
    ) as export_age,
    row_number() over (
      partition by incoming.athlete_id, incoming.source_key, incoming.linked_key is null order by batch.as_of desc, incoming.batch desc
    ) as version
  from incoming
  join batch on batch.athlete_id = incoming.athlete_id and batch.batch = incoming.batch
),
kept as (
  select *
  from ranked
  where version = 1
    and (linked_key is not null or (is_full and export_age = 1) or (not is_full and (full_as_of is null or as_of >= full_as_of)))
),
present as (
  select
    *, row_number() over (partition by athlete_id, source_key order by linked_key nulls last) as nth
  from kept
  where linked_key is null or exists (
    select 1 from kept as owner where owner.athlete_id = kept.athlete_id and owner.source_key = kept.linked_key
  )
)
select
  present.* exclude (batch_source, is_full, as_of, full_as_of, export_age, version, nth)
    replace (case when distance_m between 0 and 10000000 then distance_m end as distance_m),
  case when starts_with(source_key, 'file:') then 'file' else batch_source end as source,
  case when starts_with(source_key, 'file:') then 2 when batch_source = 'log' then 3 else 1 end as priority
from present
where nth = 1
