-- The women after leaving, and the children who came along to the own centres, with the days they are followed. A child,
-- as a woman, lives here at the end of the day they left: who comes to the country later would join a year that is out.
SELECT w.population, w.cohort, w.subject, w.person, w.since, w.until
FROM windows w
WHERE w.part = 'after12'
UNION ALL
SELECT 'children', l.cohort, b.barn_pnr || '/' || CAST(l.cohort AS STRING), b.barn_pnr,
       l.left_on, least(l.left_on + 365, r.until, s.data_cut + 1)
FROM (SELECT e.person, e.episode, k.barn_pnr, min(k.indflyt) AS came
      FROM episodes e
      JOIN kkcophb k ON k.pnr = e.person AND k.dstnr = e.centre AND k.indflyt BETWEEN e.arrived AND e.left_on
      WHERE k.barn_pnr IS NOT NULL AND e.own = 1
      GROUP BY e.person, e.episode, k.barn_pnr) b
JOIN leavers l ON l.person = b.person AND l.episode = b.episode AND l.population = 'own' AND b.came <= l.left_on
JOIN residence r ON r.person = b.barn_pnr AND r.since <= l.left_on AND r.until > l.left_on
CROSS JOIN study s
