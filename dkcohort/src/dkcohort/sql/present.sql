-- Profile: women who stayed at some time in the year, by side, with their first episode that touches it.
WITH sides AS (
  SELECT person, episode, min(arrived) AS arrived, max(left_on) AS left_on, max(own) AS own
  FROM episodes
  GROUP BY person, episode
),
came_to AS (
  SELECT person, episode, centre,
         row_number() OVER (PARTITION BY person, episode ORDER BY arrived, left_on, centre) AS place
  FROM episodes
),
touching AS (
  SELECT d.person, d.episode, d.arrived, CASE WHEN d.own = 1 THEN 'own' ELSE 'other' END AS population, c.year AS cohort,
         row_number() OVER (PARTITION BY d.person, d.own, c.year ORDER BY d.episode) AS place
  FROM sides d
  JOIN cohorts c ON d.arrived <= c.last_day AND d.left_on >= c.first_day
)
SELECT t.population, t.cohort, t.person, t.episode, t.arrived, p.born, p.origin, f.centre
FROM touching t
JOIN came_to f ON f.person = t.person AND f.episode = t.episode AND f.place = 1
JOIN people p ON p.person = t.person
WHERE t.place = 1
