-- Functions on lists of seven days, used by the models that look back in blocks. Written out, because a lambda costs three times as much.
create or replace temp macro each_day(day, x) as [
  sum(case when day = 0 then x else 0 end), sum(case when day = 1 then x else 0 end), sum(case when day = 2 then x else 0 end),
  sum(case when day = 3 then x else 0 end), sum(case when day = 4 then x else 0 end), sum(case when day = 5 then x else 0 end),
  sum(case when day = 6 then x else 0 end)
];
create or replace temp macro running_sum(x) as [
  x[1], x[1] + x[2], x[1] + x[2] + x[3], x[1] + x[2] + x[3] + x[4], x[1] + x[2] + x[3] + x[4] + x[5],
  x[1] + x[2] + x[3] + x[4] + x[5] + x[6], x[1] + x[2] + x[3] + x[4] + x[5] + x[6] + x[7]
];
create or replace temp macro running_max(x) as [
  x[1], greatest(x[1], x[2]), greatest(x[1], x[2], x[3]), greatest(x[1], x[2], x[3], x[4]), greatest(x[1], x[2], x[3], x[4], x[5]),
  greatest(x[1], x[2], x[3], x[4], x[5], x[6]), greatest(x[1], x[2], x[3], x[4], x[5], x[6], x[7])
];
create or replace temp macro remaining_max(x) as [
  greatest(x[1], x[2], x[3], x[4], x[5], x[6], x[7]), greatest(x[2], x[3], x[4], x[5], x[6], x[7]), greatest(x[3], x[4], x[5], x[6], x[7]),
  greatest(x[4], x[5], x[6], x[7]), greatest(x[5], x[6], x[7]), greatest(x[6], x[7]), x[7]
];
create or replace temp macro times(x, y) as [x[1] * y[1], x[2] * y[2], x[3] * y[3], x[4] * y[4], x[5] * y[5], x[6] * y[6], x[7] * y[7]];
create or replace temp macro grown(x, days) as [
  x[1], x[2] * exp(1.0 / days), x[3] * exp(2.0 / days), x[4] * exp(3.0 / days), x[5] * exp(4.0 / days), x[6] * exp(5.0 / days),
  x[7] * exp(6.0 / days)
];
create or replace temp macro since(x_to, days) as coalesce(x_to[7] - case when days > 0 then x_to[days] else 0 end, 0);
create or replace temp macro until(x_to, days) as case when days > 0 then x_to[days] else 0 end;
