-- The woman's first leaving in each cohort year, and what she is standardised by: age at arrival, origin, children along.
WITH numbered AS (
  SELECT l.*, c.year AS cohort,
         row_number() OVER (PARTITION BY l.person, l.population, c.year ORDER BY l.left_on, l.episode) AS place
  FROM leavings l
  JOIN cohorts c ON l.left_on BETWEEN c.first_day AND c.last_day
),
brought AS (
  SELECT e.person, e.episode, max(COALESCE(k.antbarn, 0)) AS children
  FROM episodes e
  JOIN kkcoph k ON k.pnr = e.person AND k.dstnr = e.centre AND k.indflyt = e.arrived
  GROUP BY e.person, e.episode
)
SELECT n.person, n.episode, n.population, n.centre, n.arrived, n.left_on, n.cohort,
       CASE WHEN n.arrived - p.born < 9131 THEN '18-24'
            WHEN n.arrived - p.born < 10957 THEN '25-29'
            WHEN n.arrived - p.born < 14610 THEN '30-39'
            WHEN n.arrived - p.born < 18262 THEN '40-49'
            ELSE '50+' END AS age,
       CASE WHEN p.origin IN (SELECT code FROM codes WHERE name = 'origin_danish') THEN 'danish'
            WHEN p.origin IN (SELECT code FROM codes WHERE name = 'origin_immigrant') THEN 'immigrant'
            WHEN p.origin IN (SELECT code FROM codes WHERE name = 'origin_descendant') THEN 'descendant'
            ELSE 'unknown' END AS origin,
       CASE WHEN b.children > 0 THEN 'yes' ELSE 'no' END AS children
FROM numbered n
JOIN people p ON p.person = n.person
LEFT JOIN brought b ON b.person = n.person AND b.episode = n.episode
WHERE n.place = 1
