-- One row an episode that has ended: for own centres the last own stay's last day, for others the episode's last day.
-- An episode with an own stay never counts for the others, so that nobody stands on both sides of the comparison.
WITH sides AS (
  SELECT person, episode, max(own) AS own, min(arrived) AS arrived, max(is_open) AS any_open
  FROM episodes
  GROUP BY person, episode
),
last_stay AS (
  SELECT e.person, e.episode, e.centre, e.left_on, e.is_open, d.own, d.arrived, d.any_open,
         row_number() OVER (PARTITION BY e.person, e.episode ORDER BY e.left_on DESC, e.arrived DESC, e.centre) AS place
  FROM episodes e
  JOIN sides d ON d.person = e.person AND d.episode = e.episode AND d.own = e.own
)
SELECT person, episode, CASE WHEN own = 1 THEN 'own' ELSE 'other' END AS population, centre, arrived, left_on
FROM last_stay
WHERE place = 1 AND is_open = 0 AND (own = 1 OR any_open = 0)
