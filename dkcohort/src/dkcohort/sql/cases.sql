-- Own leavers as the matching sees them: birth year, part of the country and origin in the last snapshot before arrival.
WITH latest AS (
  SELECT l.person, l.cohort, l.arrived, l.left_on, max(s.day) AS day
  FROM leavers l
  JOIN snapshots s ON s.day < l.arrived
  WHERE l.population = 'own'
  GROUP BY l.person, l.cohort, l.arrived, l.left_on
)
SELECT t.person, t.cohort, t.arrived, t.left_on, t.day AS snapshot, c.year AS birth_year, m.landsdel AS place,
       COALESCE(b.origin, '') AS origin
FROM latest t
JOIN known b ON b.person = t.person AND b.day = t.day
JOIN calendar c ON c.day = b.born
JOIN municipality m ON CAST(m.code AS STRING) = b.home
