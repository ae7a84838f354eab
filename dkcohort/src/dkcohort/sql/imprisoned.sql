-- Days in prison of those who are followed, as they are registered, without the codes of IND_OVERFKOD that are left out.
SELECT k.pnr AS person, k.ind_fgsldto AS since, k.ind_loesldto AS until
FROM krin k
LEFT JOIN codes c ON c.name = 'prison_transfer' AND c.code = k.ind_overfkod
WHERE c.code IS NULL AND k.pnr IN (SELECT person FROM subjects)
