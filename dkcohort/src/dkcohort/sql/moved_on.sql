-- Own leavers whose episode went on at another centre: neither a success nor a return. A stay there that began before she
-- left ours, and lasts beyond it, is a transfer too: the days of two centres may overlap.
SELECT l.population, l.cohort, l.person, max(CASE WHEN e.person IS NULL THEN 0 ELSE 1 END) AS moved
FROM leavers l
LEFT JOIN episodes e ON e.person = l.person AND e.episode = l.episode AND e.own = 0 AND e.left_on > l.left_on
WHERE l.population = 'own'
GROUP BY l.population, l.cohort, l.person
