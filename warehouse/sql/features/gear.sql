-- What the Strava API says of each pair of shoes, kept for the names, the starting mileage and the end of pairs.
select athlete_id, gear_id as shoe_id, name, distance_m, retired, told_at
from told_gear
