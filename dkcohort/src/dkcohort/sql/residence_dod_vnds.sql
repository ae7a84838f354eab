-- When each of them lived in the country, from birth, moves in and out, and death; for data later than LIFELINES reach.
-- Half-open: from `since` until the day before `until`. A person without a move lives here from birth.
WITH first_move AS (
  SELECT person, min(day * 2 + mark) AS coded FROM moves WHERE mark < 2 GROUP BY person
),
marks AS (
  SELECT person, day, mark AS inward FROM moves
  UNION ALL
  SELECT p.person, p.born, 1
  FROM everybody p LEFT JOIN first_move f ON f.person = p.person
  WHERE f.person IS NULL OR f.coded % 2 = 0
),
turns AS (
  -- A second move in without a move out between says nothing new.
  SELECT person, day, inward
  FROM (SELECT k.*, lag(inward) OVER (PARTITION BY person ORDER BY day, inward) AS before FROM marks k) q
  WHERE before IS NULL OR before <> inward
),
ordered AS (
  SELECT person, day, inward,
         lead(day) OVER (PARTITION BY person ORDER BY day, inward) AS next_day,
         lead(inward) OVER (PARTITION BY person ORDER BY day, inward) AS next_mark
  FROM turns
)
SELECT o.person, o.day AS since,
       CASE WHEN o.next_day IS NULL OR o.next_day > s.data_cut THEN s.data_cut + 1 ELSE o.next_day END AS until,
       CASE WHEN o.next_day IS NULL OR o.next_day > s.data_cut THEN 'data'
            WHEN o.next_mark = 2 THEN 'death'
            ELSE 'emigration' END AS ended
FROM ordered o
CROSS JOIN study s
WHERE o.inward = 1 AND o.day <= s.data_cut
