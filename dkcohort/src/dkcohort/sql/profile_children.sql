-- Two different numbers: children who came along (KKCOPHB), and own children under 18 living here (the last snapshot of the
-- population before she came; `seen` says whether there is one). They are published under different names. A stay that
-- stands in several rows has the children of each of them. Who comes along after the year is no part of it, though the
-- episode goes on.
WITH along AS (
  SELECT DISTINCT e.person, e.episode, c.year AS cohort
  FROM episodes e
  JOIN kkcophb k ON k.pnr = e.person AND k.dstnr = e.centre AND k.indflyt BETWEEN e.arrived AND e.left_on
  JOIN cohorts c ON k.indflyt <= c.last_day
),
latest AS (
  SELECT p.person, p.episode, max(s.day) AS day
  FROM (SELECT DISTINCT person, episode, arrived FROM present) p
  JOIN snapshots s ON s.day < p.arrived
  GROUP BY p.person, p.episode
),
children AS (
  -- Counted by day of birth first: the few of these women, before anybody's age is asked of the calendar.
  SELECT t.person, t.episode, t.day, b.foed_dag AS born, count(*) AS children
  FROM latest t
  JOIN bef b ON b.mor_id = t.person AND b.referencetid = t.day
  GROUP BY t.person, t.episode, t.day, b.foed_dag
),
own AS (
  SELECT k.person, k.episode, sum(k.children) AS children
  FROM children k
  JOIN calendar c ON c.day = k.born AND c.eighteen > k.day
  GROUP BY k.person, k.episode
)
SELECT p.population, p.cohort, p.person,
       CASE WHEN a.person IS NULL THEN 0 ELSE 1 END AS along,
       CASE WHEN o.children > 0 THEN 1 ELSE 0 END AS own,
       CASE WHEN t.person IS NULL THEN 0 ELSE 1 END AS seen
FROM present p
LEFT JOIN latest t ON t.person = p.person AND t.episode = p.episode
LEFT JOIN along a ON a.person = p.person AND a.episode = p.episode AND a.cohort = p.cohort
LEFT JOIN own o ON o.person = p.person AND o.episode = p.episode
