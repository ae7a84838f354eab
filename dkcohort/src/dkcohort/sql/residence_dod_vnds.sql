-- When each of them lived in the country, from birth, moves in and out, and death; for data later than LIFELINES reach.
-- Half-open: from `since` until the day before `until`. A person without a move lives here from birth.
WITH moves AS (
  SELECT pnr AS person, haend_dato AS day, 1 AS inward FROM vnds_ind
  UNION
  SELECT pnr, haend_dato, 0 FROM vnds_ud
  UNION
  SELECT pnr, haend_dato, CASE WHEN indud_kode = 'I' THEN 1 ELSE 0 END FROM vnds_hist
),
own AS (
  SELECT m.person, m.day, m.inward FROM moves m JOIN everybody k ON k.person = m.person
),
first_move AS (
  SELECT person, min(day * 2 + inward) AS coded FROM own GROUP BY person
),
marks AS (
  SELECT person, day, inward FROM own
  UNION ALL
  SELECT p.person, p.born, 1
  FROM everybody p LEFT JOIN first_move f ON f.person = p.person
  WHERE f.person IS NULL OR f.coded % 2 = 0
  UNION ALL
  SELECT d.pnr, d.doddato, 2 FROM dod d JOIN everybody k ON k.person = d.pnr
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
