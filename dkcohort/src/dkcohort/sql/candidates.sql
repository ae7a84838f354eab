-- Women like the cases in that snapshot, who had not been at any shelter by the day the case arrived. Future residents are
-- not left out. The first of them in a fixed random order, three times as many as asked for: some will have moved away.
WITH asked AS (
  SELECT DISTINCT k.snapshot, k.birth_year, k.place, k.origin, k.parts,
         COALESCE(TRY_CAST(a.person AS BIGINT), 0) % k.parts AS part
  FROM cases a
  JOIN kinds k ON k.snapshot = a.snapshot AND k.birth_year = a.birth_year AND k.place = a.place AND k.origin = a.origin
),
women AS (
  SELECT b.pnr AS person, b.foed_dag AS born, k.snapshot, k.birth_year, k.place, k.origin, k.parts, k.part
  FROM bef b
  JOIN municipality m ON CAST(m.code AS STRING) = b.kom
  JOIN calendar c ON c.day = b.foed_dag
  JOIN asked k ON k.snapshot = b.referencetid AND k.birth_year = c.year AND k.place = m.landsdel
              AND k.origin = COALESCE(b.ie_type, '') AND k.part = COALESCE(TRY_CAST(b.pnr AS BIGINT), 0) % k.parts
  WHERE b.koen IN (SELECT code FROM codes WHERE name = 'woman')
),
first_stay AS (
  SELECT person, min(arrived) AS arrived FROM stays GROUP BY person
),
free AS (
  SELECT a.person AS case_person, a.cohort, a.arrived, a.left_on, w.person, w.born,
         f.arrived AS own_stay,
         md5(s.seed || a.person || w.person) AS lot
  FROM cases a
  JOIN women w ON w.snapshot = a.snapshot AND w.birth_year = a.birth_year AND w.place = a.place AND w.origin = a.origin
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
