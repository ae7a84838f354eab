-- Placements of those who are followed, as they are registered, without the forms of ANSTED_KLAS that are left out.
SELECT b.pnr AS person, b.startdato AS since, b.slutdato AS until
FROM buaf b
LEFT JOIN codes c ON c.name = 'placement_events' AND c.code = b.ansted_klas
WHERE c.code IS NULL AND b.pnr IN (SELECT person FROM subjects)
