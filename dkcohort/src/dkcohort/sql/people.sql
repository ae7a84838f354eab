-- Sex, birth and origin of those keys, from any snapshot of the population. Who is not here, is nowhere.
SELECT b.pnr AS person, max(b.koen) AS sex, min(b.foed_dag) AS born, max(b.ie_type) AS origin
FROM bef b
JOIN shelter_keys k ON k.person = b.pnr
GROUP BY b.pnr
