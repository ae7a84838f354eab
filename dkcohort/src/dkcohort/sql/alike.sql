-- Women like the cases in that snapshot, of the parts the cases draw from. The part is worked out after the kind is found:
-- a key is read as a number for women of those kinds alone.
WITH asked AS (
  SELECT DISTINCT k.snapshot, k.birth_year, k.place, k.origin,
         COALESCE(TRY_CAST(a.person AS BIGINT), 0) % k.parts AS part
  FROM cases a
  JOIN kinds k ON k.snapshot = a.snapshot AND k.birth_year = a.birth_year AND k.place = a.place AND k.origin = a.origin
),
women AS (
  SELECT b.pnr AS person, b.foed_dag AS born, k.snapshot, k.birth_year, k.place, k.origin, k.parts,
         COALESCE(TRY_CAST(b.pnr AS BIGINT), 0) % k.parts AS part
  FROM bef b
  JOIN municipality m ON CAST(m.code AS STRING) = b.kom
  JOIN calendar c ON c.day = b.foed_dag
  JOIN kinds k ON k.snapshot = b.referencetid AND k.birth_year = c.year AND k.place = m.landsdel
              AND k.origin = COALESCE(b.ie_type, '')
  WHERE b.koen IN (SELECT code FROM codes WHERE name = 'woman')
)
SELECT w.person, w.born, w.snapshot, w.birth_year, w.place, w.origin, w.parts, w.part
FROM women w
JOIN asked a ON a.snapshot = w.snapshot AND a.birth_year = w.birth_year AND a.place = w.place AND a.origin = w.origin
            AND a.part = w.part
