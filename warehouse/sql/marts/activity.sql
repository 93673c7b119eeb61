-- Every activity once, and for runs whether the rules count it: too short, doubtful data, another recording of the same run, or the runner's say.
with chosen as (
  select merged_activity.athlete_id, merged_activity.activity_id, max(run_choice.choice) as choice
  from merged_activity
  join run_choice on run_choice.athlete_id = merged_activity.athlete_id and list_contains(merged_activity.members, run_choice.activity_id)
  where merged_activity.is_run
  group by merged_activity.athlete_id, merged_activity.activity_id
),
doubted as (
  select
    athlete_id, activity_id, arg_min(reason, sort) as reason, min(can_be_used) as can_be_used,
    min(keeps_load) as keeps_load, min(keeps_shoe) as keeps_shoe
  from run_quality
  where sets_aside
  group by athlete_id, activity_id
),
span as (
  select
    merged_activity.* exclude (descent_m), coalesce(merged_activity.descent_m, run_histogram.descent_m) as descent_m,
    merged_activity.local_date > athlete.today as ahead, epoch(start_utc) as begins,
    epoch(start_utc) + coalesce(least(elapsed_s, greatest(2 * moving_s, moving_s + 1800)), moving_s, elapsed_s) as ends,
    chosen.choice, doubted.reason as doubt, coalesce(doubted.keeps_load, true) as keeps_load, coalesce(doubted.keeps_shoe, true) as keeps_shoe,
    coalesce(
      chosen.choice = 'use' and distance_m > 0 and coalesce(moving_s, elapsed_s) > 0 and coalesce(doubted.can_be_used, true), false
    ) as used
  from merged_activity
  join athlete on athlete.athlete_id = merged_activity.athlete_id
  left join run_histogram on run_histogram.athlete_id = merged_activity.athlete_id and run_histogram.activity_id = merged_activity.activity_id
  left join chosen on chosen.athlete_id = merged_activity.athlete_id and chosen.activity_id = merged_activity.activity_id
  left join doubted on doubted.athlete_id = merged_activity.athlete_id and doubted.activity_id = merged_activity.activity_id
),
judged as (
  select
    *, case
      when ahead then 'dated after today'
      when not is_run then 'not a run'
      when choice = 'ignore' then 'you said to leave it out'
      when used then null
      when coalesce(distance_m, 0) < 500 then 'shorter than 0.5 km'
      when coalesce(moving_s, elapsed_s, 0) <= 0 then 'no duration'
      else doubt
    end as reason
  from span
),
queue as (
  select
    athlete_id, activity_id, begins, ends, distance_m, used,
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
    and not loser.used
    and (
      winner.used
      or winner.distance_m > loser.distance_m
      or (winner.distance_m = loser.distance_m and winner.activity_id < loser.activity_id)
    )
),
decided as (
  select
    judged.*, case when duplicate.activity_id is not null then 'another recording of the same run' else judged.reason end as not_counted_reason,
    duplicate.activity_id is null and not ahead and coalesce(reason <> 'you said to leave it out', true) as own
  from judged
  left join duplicate on duplicate.athlete_id = judged.athlete_id and duplicate.activity_id = judged.activity_id
)
select
  athlete_id, activity_id, source, sport_type, is_run, start_utc, local_date, distance_m, moving_s, elapsed_s,
  elevation_gain_m, descent_m, speed_mps, cadence_spm, heartrate_bpm, rpe, device, shoe_id,
  name, shoe_name, max_heartrate_bpm, indoor, not_counted_reason is null as counted, not_counted_reason,
  sport_type in ('Run', 'TrailRun', 'VirtualRun', 'Walk', 'Hike') and own and (keeps_shoe or used) as on_foot,
  sources, choice, coalesce(not_counted_reason = doubt, false) as set_aside, own and (keeps_load or used) as in_load
from decided
