-- For athletes who marked days as not recorded: how many such days stand in each window. A day with an activity is recorded after all.
with marked_dates as (
  select athlete_id, unnest(generate_series(first_day, last_day, interval 1 day)) as moment
  from unrecorded
),
marked as (
  select distinct marked_dates.athlete_id, cast(marked_dates.moment as date) as local_date
  from marked_dates
  left join day_total
    on day_total.athlete_id = marked_dates.athlete_id and day_total.local_date = cast(marked_dates.moment as date)
  where day_total.athlete_id is null
),
every_date as (
  select athlete_id, unnest(generate_series(first_date, today, interval 1 day)) as moment
  from history
  where athlete_id in (select athlete_id from marked)
),
flagged as (
  select
    every_date.athlete_id, cast(every_date.moment as date) as local_date,
    case when marked.local_date is null then 0 else 1 end as unknown
  from every_date
  left join marked on marked.athlete_id = every_date.athlete_id and marked.local_date = cast(every_date.moment as date)
)
select
  athlete_id, local_date, unknown,
  coalesce(sum(unknown) over before_30, 0) as unknown_before, sum(unknown) over last_28 as unknown_28,
  sum(unknown) over last_42 as unknown_42,
  sum(unknown) over last_7 as unknown_7, sum(unknown) over so_far as unknown_so_far
from flagged
window
  before_30 as (partition by athlete_id order by local_date rows between 30 preceding and 1 preceding),
  last_28 as (partition by athlete_id order by local_date rows between 27 preceding and current row),
  last_42 as (partition by athlete_id order by local_date rows between 41 preceding and current row),
  last_7 as (partition by athlete_id order by local_date rows between 6 preceding and current row),
  so_far as (partition by athlete_id order by local_date rows between unbounded preceding and current row)
