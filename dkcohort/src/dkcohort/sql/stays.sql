-- Rows that overlap at one centre are one stay. An open stay ends the day after the data and is marked open.
WITH rows_kept AS (
  SELECT r.person, r.centre, r.arrived, COALESCE(r.left_on, s.data_cut + 1) AS left_on
  FROM stay_rows r CROSS JOIN study s
  WHERE r.fate = 'kept'
),
seen AS (
  SELECT person, centre, arrived, left_on,
         max(left_on) OVER (PARTITION BY person, centre ORDER BY arrived, left_on
                            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM rows_kept
),
islands AS (
  SELECT person, centre, arrived, left_on,
         sum(CASE WHEN before >= arrived THEN 0 ELSE 1 END)
           OVER (PARTITION BY person, centre ORDER BY arrived, left_on ROWS UNBOUNDED PRECEDING) AS island
  FROM seen
),
merged AS (
  SELECT person, centre, min(arrived) AS arrived, max(left_on) AS left_on
  FROM islands
  GROUP BY person, centre, island
)
SELECT m.person, m.centre, m.arrived, m.left_on,
       CASE WHEN m.left_on > s.data_cut THEN 1 ELSE 0 END AS is_open,
       CASE
         WHEN s.by_centre = 1 AND m.centre IN (SELECT code FROM codes WHERE name = 'own_centre') THEN 1
         -- By the centre's own list: the nights agree for more than half of the stay, or both days are the same.
         WHEN s.by_centre = 0 AND EXISTS (
           SELECT 1 FROM residents r
           WHERE r.pnr = m.person
             AND ((r.indflyt = m.arrived AND COALESCE(r.udflyt, m.left_on) = m.left_on)
               OR 2 * (least(COALESCE(r.udflyt, m.left_on), m.left_on) - greatest(r.indflyt, m.arrived))
                  > m.left_on - m.arrived)) THEN 1
         ELSE 0
       END AS own
FROM merged m
CROSS JOIN study s
