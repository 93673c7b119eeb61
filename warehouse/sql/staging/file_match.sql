-- Watch files that are the same activity as a row of the export: start within a minute, and distance or duration agrees.
with row_minute as (
  select *, unnest([-1, 0, 1]) + cast(floor(epoch(start_utc) / 60) as bigint) as minute
  from source_activity
  where source <> 'file' and start_utc is not null
),
near as (
  select
    file.athlete_id, file.source_key, row_minute.source_key as owner_key,
    row_number() over (
      partition by file.athlete_id, file.source_key
      order by abs(epoch(file.start_utc) - epoch(row_minute.start_utc)), row_minute.source_key
    ) as nth
  from source_activity as file
  join row_minute
    on row_minute.athlete_id = file.athlete_id and row_minute.minute = cast(floor(epoch(file.start_utc) / 60) as bigint)
  where file.source = 'file' and file.linked_key is null
    and abs(epoch(file.start_utc) - epoch(row_minute.start_utc)) <= least(60, 0.5 * file.elapsed_s, 0.5 * row_minute.elapsed_s)
    and (
      abs(file.distance_m - row_minute.distance_m) <= greatest(50, 0.03 * row_minute.distance_m)
      or abs(file.elapsed_s - row_minute.elapsed_s) <= greatest(30, 0.03 * row_minute.elapsed_s)
      or abs(file.moving_s - row_minute.moving_s) <= greatest(30, 0.03 * row_minute.moving_s)
    )
)
select athlete_id, source_key, owner_key from near where nth = 1
