-- All stays of the year and the women behind them, by age on its last day, when everybody has had her birthday; who has no
-- age has no name.
WITH named AS (
  SELECT c.year AS cohort, t.person, c.year - b.year AS years
  FROM stays t
  JOIN cohorts c ON t.arrived <= c.last_day AND t.left_on >= c.first_day
  JOIN people p ON p.person = t.person
  JOIN calendar b ON b.day = p.born
),
grouped AS (
  SELECT cohort, person,
         CASE WHEN years < 25 THEN '18-24' WHEN years < 30 THEN '25-29' WHEN years < 40 THEN '30-39'
              WHEN years < 50 THEN '40-49' ELSE '50+' END AS part
  FROM named
  UNION ALL
  SELECT c.year, r.person, 'unknown'
  FROM stay_rows r
  JOIN cohorts c ON r.arrived <= c.last_day AND COALESCE(r.left_on, c.last_day) >= c.first_day
  WHERE r.fate = 'anonymous'
)
SELECT cohort, part, count(*) AS stays, count(DISTINCT person) AS women FROM grouped GROUP BY cohort, part
