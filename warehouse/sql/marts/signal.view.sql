-- Every check of every day as one row: its number, its points, and whether history was too short for it to run.
select
  athlete_id, local_date, 'longest_run_spike' as rule, spike_value as value,
  case when spike_ran or spike_points > 0 then spike_points end as level, not spike_ran as missing, spike_until as active_until
from day_check
union all
select athlete_id, local_date, 'two_week_ramp', ramp_value, case when ramp_ran or ramp_points > 0 then ramp_points end, not ramp_ran, ramp_until
from day_check
union all
select athlete_id, local_date, 'hard_time_ramp', hard_value, case when hard_ran or hard_points > 0 then hard_points end, not hard_ran, hard_until
from day_check
union all
select
  athlete_id, local_date, 'descent_ramp', descent_value, case when descent_ran or descent_points > 0 then descent_points end, not descent_ran,
  descent_until
from day_check
union all
select athlete_id, local_date, 'return_from_break', return_value, case when ramp_ran then return_points end, not ramp_ran, return_until
from day_check
union all
select athlete_id, local_date, 'cadence_fall', cadence_value, case when cadence_ran then cadence_points end, not cadence_ran, cadence_until
from day_check
union all
select athlete_id, local_date, 'shoe_wear', shoe_value, case when shoe_ran then shoe_points end, not shoe_ran, shoe_until
from day_check
union all
select athlete_id, local_date, 'pain', pain_value, case when pain_ran then pain_points end, not pain_ran, pain_until
from day_check
union all
select athlete_id, local_date, 'injury_history', injury_value, case when injury_ran then injury_points end, not injury_ran, injury_until
from day_check
