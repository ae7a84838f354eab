-- Of the women like a case those who had not been at any shelter by the day the case left. Future residents are not left
-- out. The first of them in a fixed random order, three times as many as asked for: some will have moved away.
WITH first_stay AS (
  SELECT person, min(arrived) AS arrived FROM stays GROUP BY person
),
free AS (
  SELECT a.person AS case_person, a.cohort, a.arrived, a.left_on, w.person, w.born,
         f.arrived AS own_stay,
         md5(s.seed || a.person || w.person) AS lot
  FROM cases a
  JOIN alike w ON w.snapshot = a.snapshot AND w.birth_year = a.birth_year AND w.place = a.place AND w.origin = a.origin
              AND w.part = COALESCE(TRY_CAST(a.person AS BIGINT), 0) % w.parts
  CROSS JOIN study s
  LEFT JOIN first_stay f ON f.person = w.person
  WHERE w.person <> a.person AND (f.arrived IS NULL OR f.arrived > a.left_on)
),
drawn AS (
  SELECT f.*, row_number() OVER (PARTITION BY case_person, cohort ORDER BY lot, person) AS place FROM free f
)
SELECT d.case_person, d.cohort, d.arrived, d.left_on, d.person, d.born, d.own_stay, d.lot
FROM drawn d
CROSS JOIN study s
WHERE d.place <= 3 * s.matches
