-- Where she lived on the day before the episode began: never during the stay, when she may be registered at the shelter.
SELECT p.population, p.cohort, p.person, COALESCE(max(m.landsdel), 'unknown') AS part
FROM present p
LEFT JOIN befbop b ON b.pnr = p.person AND b.bop_vfra < p.arrived AND COALESCE(b.bop_vtil, 9999999) >= p.arrived - 1
LEFT JOIN befadr a ON a.adresse_id = b.adresse_id
LEFT JOIN municipality m ON CAST(m.code AS STRING) = a.kom
GROUP BY p.population, p.cohort, p.person
