-- Rows that overlap at one centre are one stay. An open stay ends the day after the data and is marked open. By the
-- centre's own list a stay is its own when more than half of its nights lie in her rows there, all of them together: a
-- list may have a row for each house she lived in, and a night that stands in two of them is one.
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
),
listed AS (
  SELECT m.person, m.centre, m.arrived, greatest(r.indflyt, m.arrived) AS since,
         least(COALESCE(r.udflyt, m.left_on), m.left_on) AS until
  FROM merged m
  JOIN residents r ON r.pnr = m.person AND r.indflyt < m.left_on AND COALESCE(r.udflyt, m.left_on) > m.arrived
),
counted AS (
  SELECT person, centre, arrived, since, until,
         max(until) OVER (PARTITION BY person, centre, arrived ORDER BY since, until
                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM listed
),
nights AS (
  SELECT person, centre, arrived, sum(greatest(until - greatest(since, COALESCE(before, since)), 0)) AS nights
  FROM counted
  GROUP BY person, centre, arrived
)
SELECT m.person, m.centre, m.arrived, m.left_on,
       CASE WHEN m.left_on > s.data_cut THEN 1 ELSE 0 END AS is_open,
       CASE
         WHEN s.by_centre = 1 AND m.centre IN (SELECT code FROM codes WHERE name = 'own_centre') THEN 1
         WHEN s.by_centre = 0 AND 2 * COALESCE(n.nights, 0) > m.left_on - m.arrived THEN 1
         -- A day without a night is told by its days.
         WHEN s.by_centre = 0 AND EXISTS (
           SELECT 1 FROM residents r
           WHERE r.pnr = m.person AND r.indflyt = m.arrived AND COALESCE(r.udflyt, m.left_on) = m.left_on) THEN 1
         ELSE 0
       END AS own
FROM merged m
LEFT JOIN nights n ON n.person = m.person AND n.centre = m.centre AND n.arrived = m.arrived
CROSS JOIN study s
