-- Stays that began in the cohort years, anonymous or used. The anonymous ones cannot be followed. Rows of a named woman that
-- are one stay everywhere else are one here; an anonymous row has no person to be merged by and stands for a stay.
WITH begun AS (
  SELECT arrived, 0 AS anonymous FROM stays
  UNION ALL
  SELECT arrived, 1 FROM stay_rows WHERE fate = 'anonymous'
)
SELECT c.year AS cohort, sum(b.anonymous) AS anonymous, count(*) AS stays
FROM begun b
JOIN cohorts c ON b.arrived BETWEEN c.first_day AND c.last_day
GROUP BY c.year
