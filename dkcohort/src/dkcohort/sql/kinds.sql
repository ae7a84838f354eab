-- The kinds of women the cases are like, and how many there are of each: a kind of hundreds is drawn from in parts, each a
-- case's own by the number of her key, of some twenty times as many women as asked for.
WITH asked AS (
  SELECT DISTINCT snapshot, birth_year, place, origin FROM cases
)
SELECT k.snapshot, k.birth_year, k.place, k.origin,
       CAST(greatest(floor(count(*) / (20 * max(s.matches))), 1) AS INTEGER) AS parts
FROM bef b
JOIN municipality m ON CAST(m.code AS STRING) = b.kom
JOIN calendar c ON c.day = b.foed_dag
JOIN asked k ON k.snapshot = b.referencetid AND k.birth_year = c.year AND k.place = m.landsdel
            AND k.origin = COALESCE(b.ie_type, '')
CROSS JOIN study s
WHERE b.koen IN (SELECT code FROM codes WHERE name = 'woman')
GROUP BY k.snapshot, k.birth_year, k.place, k.origin
