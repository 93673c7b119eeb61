-- The writer's own tables: what has been loaded, and the people's facts as of the last load.
create table if not exists made_by (models varchar not null);
create table if not exists counter (snapshot bigint not null, forgotten_at bigint not null);
alter table counter add column if not exists wipe boolean default false;
insert into counter select 0, 0, false where not exists (from counter);
create table if not exists batch (
  athlete_id varchar not null, source varchar not null, batch varchar not null,
  is_full boolean not null, as_of varchar not null, timezone varchar
);
create table if not exists batch_change (
  athlete_id varchar not null, batch varchar not null, nth_load bigint not null,
  added bigint not null, updated bigint not null, unchanged bigint not null, removed bigint not null
);
create table if not exists landed (
  athlete_id varchar not null, batch varchar not null,
  source_key varchar not null, linked_key varchar, file_sha256 varchar, sport varchar, sport_type varchar not null, name varchar,
  start_utc timestamp, utc_offset_s integer, timezone varchar, local_date date,
  distance_m double, moving_s double, elapsed_s double, elevation_gain_m double, descent_m double,
  cadence double, cadence_unit varchar, heartrate_bpm double, max_heartrate_bpm double, rpe double,
  device varchar, indoor boolean, gear_id varchar, gear_name varchar
);
create table if not exists landed_gear (
  athlete_id varchar not null, batch varchar not null, as_of varchar not null,
  gear_id varchar not null, name varchar not null, distance_m double, retired boolean not null
);
create table if not exists landed_window (
  athlete_id varchar not null, batch varchar not null, source_key varchar not null, nth integer not null,
  seconds double not null, speed_mps double, speed_cv double, cadence_spm double, heartrate_bpm double, grade double, rise_m double
);
create table if not exists landed_histogram (
  athlete_id varchar not null, batch varchar not null, source_key varchar not null, seconds double not null,
  hr_at_least_s integer[], speed_at_least_s integer[], hr_20_min_bpm double, speed_30_min_mps double, descent_m double, gain_m double
);
create table if not exists athlete (
  athlete_id varchar not null, name varchar not null, timezone varchar not null, units varchar not null, week_start varchar not null,
  sex varchar, hr_max double, hr_rest double, threshold_hr double, threshold_pace double
);
create table if not exists shoe_told (
  athlete_id varchar not null, shoe_id varchar not null, name varchar, start_km double, limit_km double,
  retired boolean, racing boolean, retired_on date
);
create table if not exists shoe_assignment (athlete_id varchar not null, activity_id varchar not null, shoe_id varchar not null);
create table if not exists shoe_default (athlete_id varchar not null, since date not null, shoe_id varchar);
create table if not exists unrecorded (athlete_id varchar not null, first_day date not null, last_day date not null);
create table if not exists check_in (
  athlete_id varchar not null, local_date date not null, said_at timestamp not null, colour varchar not null, pain integer not null,
  site varchar not null, why varchar not null
);
create table if not exists mark (athlete_id varchar not null, kind varchar not null, first_day date not null, last_day date not null);
create table if not exists run_choice (athlete_id varchar not null, activity_id varchar not null, choice varchar not null);
