-- What is worth saying of an athlete's pairs, with the names of the pairs.
select
  shoe_note.note, shoe_note.shoe_id as shoe_id, shoe.name as shoe, other.name as other, shoe_note.uses, shoe_note.distance_km,
  shoe_note.of_uses, shoe_note.of_km, shoe_note.recent_uses, shoe_note.recent_km, shoe_note.other_uses, shoe_note.until
from shoe_note
left join shoe on shoe.athlete_id = shoe_note.athlete_id and shoe.shoe_id = shoe_note.shoe_id
left join shoe as other on other.athlete_id = shoe_note.athlete_id and other.shoe_id = shoe_note.other_shoe_id
where shoe_note.athlete_id = $athlete
order by shoe.name, shoe_note.shoe_id, shoe_note.note
