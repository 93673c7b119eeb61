-- Functions on the seven days of a block, used by athlete_day and hard_window. A struct's fields are columns to the engine: lists cost several times as much.
-- A function's argument is written out at each of its uses, so pass a column, never a function of one: the planner reads every copy.
-- In time series of one measure, `x_to` is its running sum within a block, `between` the sum of whole blocks before it.
-- Counts and decimetres are whole numbers of 32 bits, half the size of decimals; the limit is 7,000 km, so that 30 days of it still fit.
create or replace temp macro whole(x) as cast(least(x, 70000000) as integer);
create or replace temp macro nothing() as {'d0': 0, 'd1': 0, 'd2': 0, 'd3': 0, 'd4': 0, 'd5': 0, 'd6': 0};
create or replace temp macro no_load() as {
  'd0': 0.0::double, 'd1': 0.0::double, 'd2': 0.0::double, 'd3': 0.0::double, 'd4': 0.0::double, 'd5': 0.0::double, 'd6': 0.0::double
};
create or replace temp macro each_day(day, x) as {
  'd0': max(case when day = 0 then x end), 'd1': max(case when day = 1 then x end), 'd2': max(case when day = 2 then x end),
  'd3': max(case when day = 3 then x end), 'd4': max(case when day = 4 then x end), 'd5': max(case when day = 5 then x end),
  'd6': max(case when day = 6 then x end)
};
create or replace temp macro known(x) as {
  'd0': coalesce(x.d0, 0), 'd1': coalesce(x.d1, 0), 'd2': coalesce(x.d2, 0), 'd3': coalesce(x.d3, 0), 'd4': coalesce(x.d4, 0),
  'd5': coalesce(x.d5, 0), 'd6': coalesce(x.d6, 0)
};
create or replace temp macro times(x, y) as {
  'd0': x.d0 * y.d0, 'd1': x.d1 * y.d1, 'd2': x.d2 * y.d2, 'd3': x.d3 * y.d3, 'd4': x.d4 * y.d4, 'd5': x.d5 * y.d5, 'd6': x.d6 * y.d6
};
create or replace temp macro grown(x, days) as {
  'd0': x.d0, 'd1': x.d1 * exp(1.0 / days), 'd2': x.d2 * exp(2.0 / days), 'd3': x.d3 * exp(3.0 / days), 'd4': x.d4 * exp(4.0 / days),
  'd5': x.d5 * exp(5.0 / days), 'd6': x.d6 * exp(6.0 / days)
};
create or replace temp macro running_sum(x) as {
  'd0': x.d0, 'd1': x.d0 + x.d1, 'd2': x.d0 + x.d1 + x.d2, 'd3': x.d0 + x.d1 + x.d2 + x.d3, 'd4': x.d0 + x.d1 + x.d2 + x.d3 + x.d4,
  'd5': x.d0 + x.d1 + x.d2 + x.d3 + x.d4 + x.d5, 'd6': x.d0 + x.d1 + x.d2 + x.d3 + x.d4 + x.d5 + x.d6
};
create or replace temp macro running_max(x) as {
  'd0': x.d0, 'd1': greatest(x.d0, x.d1), 'd2': greatest(x.d0, x.d1, x.d2), 'd3': greatest(x.d0, x.d1, x.d2, x.d3),
  'd4': greatest(x.d0, x.d1, x.d2, x.d3, x.d4), 'd5': greatest(x.d0, x.d1, x.d2, x.d3, x.d4, x.d5),
  'd6': greatest(x.d0, x.d1, x.d2, x.d3, x.d4, x.d5, x.d6)
};
create or replace temp macro remaining_max(x) as {
  'd0': greatest(x.d0, x.d1, x.d2, x.d3, x.d4, x.d5, x.d6), 'd1': greatest(x.d1, x.d2, x.d3, x.d4, x.d5, x.d6),
  'd2': greatest(x.d2, x.d3, x.d4, x.d5, x.d6), 'd3': greatest(x.d3, x.d4, x.d5, x.d6), 'd4': greatest(x.d4, x.d5, x.d6),
  'd5': greatest(x.d5, x.d6), 'd6': x.d6
};
create or replace temp macro last_weeks(x_to, between, then_to) as {
  'd0': x_to.d0 + between + then_to.d6 - then_to.d0, 'd1': x_to.d1 + between + then_to.d6 - then_to.d1,
  'd2': x_to.d2 + between + then_to.d6 - then_to.d2, 'd3': x_to.d3 + between + then_to.d6 - then_to.d3,
  'd4': x_to.d4 + between + then_to.d6 - then_to.d4, 'd5': x_to.d5 + between + then_to.d6 - then_to.d5, 'd6': x_to.d6 + between
};
create or replace temp macro last_30(x_to, between, fourth_to, end_of_fifth) as {
  'd0': x_to.d0 + between + fourth_to.d6 + end_of_fifth, 'd1': x_to.d1 + between + fourth_to.d6,
  'd2': x_to.d2 + between + fourth_to.d6 - fourth_to.d0, 'd3': x_to.d3 + between + fourth_to.d6 - fourth_to.d1,
  'd4': x_to.d4 + between + fourth_to.d6 - fourth_to.d2, 'd5': x_to.d5 + between + fourth_to.d6 - fourth_to.d3,
  'd6': x_to.d6 + between + fourth_to.d6 - fourth_to.d4
};
create or replace temp macro most_30(x_to, between, fourth_from, end_of_fifth) as {
  'd0': greatest(x_to.d0, between, fourth_from.d0, end_of_fifth), 'd1': greatest(x_to.d1, between, fourth_from.d0),
  'd2': greatest(x_to.d2, between, fourth_from.d1), 'd3': greatest(x_to.d3, between, fourth_from.d2),
  'd4': greatest(x_to.d4, between, fourth_from.d3), 'd5': greatest(x_to.d5, between, fourth_from.d4),
  'd6': greatest(x_to.d6, between, fourth_from.d5)
};
create or replace temp macro decayed(x_to, carry, days) as {
  'd0': carry + x_to.d0, 'd1': exp(-1.0 / days) * (carry + x_to.d1), 'd2': exp(-2.0 / days) * (carry + x_to.d2),
  'd3': exp(-3.0 / days) * (carry + x_to.d3), 'd4': exp(-4.0 / days) * (carry + x_to.d4), 'd5': exp(-5.0 / days) * (carry + x_to.d5),
  'd6': exp(-6.0 / days) * (carry + x_to.d6)
};
create or replace temp macro on_day(x, position) as case position
  when 0 then x.d0 when 1 then x.d1 when 2 then x.d2 when 3 then x.d3 when 4 then x.d4 when 5 then x.d5 else x.d6
end;
create or replace temp macro before_day(x, position, first) as case position
  when 0 then first when 1 then x.d0 when 2 then x.d1 when 3 then x.d2 when 4 then x.d3 when 5 then x.d4 else x.d5
end;
-- What lies within so many days, on each day of a block; `age` is how many days before the block's first day it was.
create or replace temp macro sum_within(x, age, days) as {
  'd0': sum(case when age between 0 and days - 1 then x end), 'd1': sum(case when age between -1 and days - 2 then x end),
  'd2': sum(case when age between -2 and days - 3 then x end), 'd3': sum(case when age between -3 and days - 4 then x end),
  'd4': sum(case when age between -4 and days - 5 then x end), 'd5': sum(case when age between -5 and days - 6 then x end),
  'd6': sum(case when age between -6 and days - 7 then x end)
};
-- Weeks from Monday on, counted from a Monday long ago, and the Monday a week begins with.
create or replace temp macro monday_number(local_date) as (local_date - date '1900-01-01') // 7;
create or replace temp macro monday(number) as cast(date '1900-01-01' + 7 * number * interval 1 day as date);
-- The first day of a day's calendar week; `early` is 1 where weeks begin on the Sunday before.
create or replace temp macro week_of(local_date, early) as (local_date - cast((local_date - date '1900-01-01' + early) % 7 as integer));
