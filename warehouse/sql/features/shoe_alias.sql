-- Shoe ids that mean another one, kept so that what a runner said of a pair follows it from the rounded id to the exact one.
select athlete_id, gear_id, shoe_id
from gear_alias
