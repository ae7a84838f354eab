-- A stay at another centre than the one she came to, for ours at any other than ours, in an earlier episode that ended in
-- the years before: as `new_stays` counts afterwards. The register begins in 2017:
-- `seen_from` says from which day on the whole look-back lies inside it.
SELECT p.population, p.cohort, p.person, y.years,
       max(CASE WHEN e.left_on >= p.arrived - 365 * y.years THEN 1 ELSE 0 END) AS earlier,
       max(CASE WHEN p.arrived - 365 * y.years >= f.first_day THEN 1 ELSE 0 END) AS seen
FROM present p
CROSS JOIN look_back y
CROSS JOIN (SELECT min(indflyt) AS first_day FROM kkcoph) f
LEFT JOIN episodes e ON e.person = p.person AND e.episode < p.episode
  AND ((p.population = 'own' AND e.own = 0) OR (p.population = 'other' AND e.centre <> p.centre))
GROUP BY p.population, p.cohort, p.person, y.years
