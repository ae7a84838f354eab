-- Highest education on the last 30 September before arrival, by DISCED-15's main groups through the format table; school
-- alone is split at the ninth form. Nobody's own guess: a code outside the table is unknown. Days before 1970 are negative.
WITH septembers AS (
  SELECT c.day FROM calendar c JOIN calendar n ON n.day = c.day + 1
  WHERE c.quarter = 3 AND n.quarter = 4
),
asked AS (
  SELECT j.population, j.cohort, j.subject, j.person, max(s.day) AS day
  FROM subjects j
  JOIN septembers s ON s.day < j.arrived AND s.day >= j.arrived - 366
  GROUP BY j.population, j.cohort, j.subject, j.person
),
known AS (
  SELECT a.population, a.cohort, a.subject, max((u.since + 40000) * 10000 + CAST(u.code AS INTEGER)) % 10000 AS code
  FROM asked a
  JOIN schooling u ON u.person = a.person AND u.since <= a.day AND COALESCE(u.until, 9999999) >= a.day
  GROUP BY a.population, a.cohort, a.subject
)
SELECT a.population, a.cohort, a.subject,
       CASE WHEN f.label IS NULL OR f.label = '90' THEN 'unknown'
            WHEN k.code < 1009 THEN 'below_9'
            WHEN f.label IN ('10', '15') THEN 'school'
            WHEN f.label IN ('20', '35') THEN 'upper_secondary'
            WHEN f.label = '30' THEN 'vocational'
            WHEN f.label IN ('40', '50') THEN 'short_medium'
            ELSE 'long' END AS part
FROM asked a
LEFT JOIN known k ON k.population = a.population AND k.cohort = a.cohort AND k.subject = a.subject
LEFT JOIN disced15 f ON f.start = lpad(CAST(k.code AS STRING), 4, '0')
