-- Stays that began in the cohort years, anonymous or used. The anonymous ones cannot be followed.
SELECT c.year AS cohort, sum(CASE WHEN r.fate = 'anonymous' THEN 1 ELSE 0 END) AS anonymous, count(*) AS stays
FROM stay_rows r
JOIN cohorts c ON r.arrived BETWEEN c.first_day AND c.last_day
WHERE r.fate IN ('anonymous', 'kept')
GROUP BY c.year
