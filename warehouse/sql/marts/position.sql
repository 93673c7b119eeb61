-- The seven days of a block.
select unnest(generate_series(0, 6)) as position
