-- Profile: women with a stay in the year itself at a centre of the side, with the first episode in which they had it. Who
-- was at both sides in the year is present at both; who came or had left in another year is not, though her episode goes on.
WITH begun AS (
  SELECT person, episode, min(arrived) AS arrived
  FROM episodes
  GROUP BY person, episode
),
came_to AS (
  SELECT person, episode, own, centre,
         row_number() OVER (PARTITION BY person, episode, own ORDER BY arrived, left_on, centre) AS place
  FROM episodes
),
touching AS (
  SELECT e.person, e.own, c.year AS cohort, min(e.episode) AS episode
  FROM episodes e
  JOIN cohorts c ON e.arrived <= c.last_day AND e.left_on >= c.first_day
  GROUP BY e.person, e.own, c.year
)
SELECT CASE WHEN t.own = 1 THEN 'own' ELSE 'other' END AS population, t.cohort, t.person, t.episode, b.arrived,
       p.born, p.origin, f.centre
FROM touching t
JOIN begun b ON b.person = t.person AND b.episode = t.episode
JOIN came_to f ON f.person = t.person AND f.episode = t.episode AND f.own = t.own AND f.place = 1
JOIN people p ON p.person = t.person
