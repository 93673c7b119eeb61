-- Every check on every day: whether it could run, its points, number and last active day. A new rule is one more block of columns here.
with gate as (
  select
    max(case when rule = 'longest_run_spike' and name = 'min_runs' then value end) as min_runs,
    max(case when rule = 'longest_run_spike' and name = 'min_days' then value end) as min_days,
    max(case when rule = 'shoe_wear' and name = 'known_share' then value end) as known_share
  from rule_parameter
),
line as (
  select min(above) as ceiling_ratio
  from rule_level
  where rule = 'longest_run_spike'
),
checked as (
  select
    day_window.athlete_id, day_window.local_date,
    day_window.runs_before >= gate.min_runs and day_window.known_before >= gate.min_days as spike_ran,
    coalesce(spike_day.points, 0) as spike_points, spike_day.value as spike_value, spike_day.active_until as spike_until,
    spike_day.longest_km as spike_ceiling_km,
    day_window.known_28 = 28 as ramp_ran,
    coalesce(ramp_day.points, 0) as ramp_points,
    day_window.last_14_dm / nullif(day_window.last_28_dm - day_window.last_14_dm, 0) as ramp_value,
    ramp_day.active_until as ramp_until,
    day_window.known_28 = 28 and day_window.runs_without_descent_28 = 0 as descent_ran, coalesce(descent_day.points, 0) as descent_points,
    case
      when descent_day.points > 0 then descent_day.descent / nullif(descent_day.usual_descent, 0)
      else 3 * day_window.last_7_descent_dm / nullif(day_window.last_28_descent_dm - day_window.last_7_descent_dm, 0)
    end as descent_value,
    descent_day.active_until as descent_until,
    day_window.known_28 = 28 and hard_window.athlete_id is not null as hard_ran, coalesce(hard_day.points, 0) as hard_points,
    case when hard_day.points > 0 then hard_day.value else 3 * hard_window.last_7_s / nullif(hard_window.last_28_s - hard_window.last_7_s, 0) end as hard_value,
    hard_day.active_until as hard_until,
    case when day_window.known_28 = 28 then coalesce(return_day.points, 0) else 0 end as return_points,
    return_day.value as return_value,
    case when day_window.known_28 = 28 and return_day.points > 0 then return_day.week_ends end as return_until,
    day_window.foot_dm_30 > 0 as on_foot, 100 * day_window.shoe_dm_30 >= round(100 * gate.known_share) * day_window.foot_dm_30 as shoes_known,
    case
      when day_window.runs_30 < gate.min_runs then null
      when spike_day.points > 0 then spike_day.longest_km
      else line.ceiling_ratio * day_window.longest_30_dm / 10000
    end as ceiling_km
  from day_window
  cross join gate
  cross join line
  left join spike_day on spike_day.athlete_id = day_window.athlete_id and spike_day.local_date = day_window.local_date
  left join ramp_day on ramp_day.athlete_id = day_window.athlete_id and ramp_day.local_date = day_window.local_date
  left join descent_day on descent_day.athlete_id = day_window.athlete_id and descent_day.local_date = day_window.local_date
  left join hard_window on hard_window.athlete_id = day_window.athlete_id and hard_window.local_date = day_window.local_date
  left join hard_day on hard_day.athlete_id = day_window.athlete_id and hard_day.local_date = day_window.local_date
  left join return_day on return_day.athlete_id = day_window.athlete_id and return_day.local_date = day_window.local_date
),
loaded as (
  select
    *, least(3, spike_points + greatest(ramp_points, hard_points, descent_points, return_points)) as load_points,
    greatest(spike_until, ramp_until, hard_until, descent_until, return_until) as load_until
  from checked
)
select
  loaded.* exclude (ceiling_km, load_until, on_foot, shoes_known),
  loaded.on_foot and loaded.shoes_known as shoe_ran, case when shoe_day.value is not null and loaded.shoes_known then 1 else 0 end as shoe_points,
  shoe_day.value as shoe_value, case when loaded.shoes_known then shoe_day.active_until end as shoe_until,
  coalesce(cadence_day.ran, false) as cadence_ran, coalesce(cadence_day.points, 0) as cadence_points, cadence_day.value as cadence_value,
  cadence_day.active_until as cadence_until,
  pain_day.athlete_id is not null as pain_ran, coalesce(pain_day.colour, 'none') as pain_colour,
  coalesce(pain_day.points, 0) as pain_points, cast(pain_day.value as double) as pain_value, pain_day.active_until as pain_until,
  injury_day.athlete_id is not null as injury_ran, cast(injury_day.value as double) as injury_value,
  case when injury_day.value > 0 and loaded.load_points > 0 then 1 else 0 end as injury_points,
  case when injury_day.value > 0 and loaded.load_points > 0 then least(loaded.load_until, injury_day.counts_until) end as injury_until,
  case when pain_day.colour = 'red' then null else loaded.ceiling_km end as ceiling_km
from loaded
left join shoe_day on shoe_day.athlete_id = loaded.athlete_id and shoe_day.local_date = loaded.local_date
left join cadence_day on cadence_day.athlete_id = loaded.athlete_id and cadence_day.local_date = loaded.local_date
left join pain_day on pain_day.athlete_id = loaded.athlete_id and pain_day.local_date = loaded.local_date
left join injury_day on injury_day.athlete_id = loaded.athlete_id and injury_day.local_date = loaded.local_date
