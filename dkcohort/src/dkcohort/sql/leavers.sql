-- The woman's first leaving in each cohort year, and what she is standardised by: age at arrival, origin, children along.
WITH numbered AS (
  SELECT l.*, row_number() OVER (PARTITION BY l.person, l.population, l.cohort ORDER BY l.left_on, l.episode) AS place
  FROM leavings l
),
aged AS (
  SELECT n.person, n.episode, p.origin, a.year - b.year - CASE WHEN a.month_day < b.month_day THEN 1 ELSE 0 END AS years
  FROM (SELECT DISTINCT person, episode, arrived FROM numbered) n
  JOIN people p ON p.person = n.person
  JOIN calendar a ON a.day = n.arrived
  JOIN calendar b ON b.day = p.born
),
brought AS (
  SELECT n.person, n.episode, n.cohort, max(COALESCE(k.antbarn, 0)) AS children
  FROM (SELECT DISTINCT person, episode, cohort, left_on FROM numbered) n
  JOIN episodes e ON e.person = n.person AND e.episode = n.episode
  -- Where the episode goes on elsewhere, what she brings later is no part of what she left with.
  JOIN kkcoph k ON k.pnr = e.person AND k.dstnr = e.centre AND k.indflyt BETWEEN e.arrived AND e.left_on
               AND k.indflyt <= n.left_on
  GROUP BY n.person, n.episode, n.cohort
)
SELECT n.person, n.episode, n.population, n.centre, n.arrived, n.left_on, n.cohort,
       CASE WHEN p.years < 25 THEN '18-24'
            WHEN p.years < 30 THEN '25-29'
            WHEN p.years < 40 THEN '30-39'
            WHEN p.years < 50 THEN '40-49'
            ELSE '50+' END AS age,
       CASE WHEN p.origin IN (SELECT code FROM codes WHERE name = 'origin_danish') THEN 'danish'
            WHEN p.origin IN (SELECT code FROM codes WHERE name = 'origin_immigrant') THEN 'immigrant'
            WHEN p.origin IN (SELECT code FROM codes WHERE name = 'origin_descendant') THEN 'descendant'
            ELSE 'unknown' END AS origin,
       CASE WHEN b.children > 0 THEN 'yes' ELSE 'no' END AS children
FROM numbered n
JOIN aged p ON p.person = n.person AND p.episode = n.episode
LEFT JOIN brought b ON b.person = n.person AND b.episode = n.episode AND b.cohort = n.cohort
WHERE n.place = 1
