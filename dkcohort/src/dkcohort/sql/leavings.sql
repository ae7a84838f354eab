-- One row an episode that ended in a cohort year: for own centres the last own stay's last day, for others the episode's
-- last day. An episode with an own stay never counts for the others, so that nobody stands on both sides of the
-- comparison. It is taken as it stands `gap_days` after the year's end: what begins later goes on from there, but never
-- changes who left in a year that may be out already.
WITH sides AS (
  SELECT e.person, e.episode, c.year AS cohort, c.first_day, c.last_day, c.last_day + s.gap_days AS known,
         max(e.own) AS own, min(e.arrived) AS arrived
  FROM episodes e
  CROSS JOIN study s
  JOIN cohorts c ON e.arrived <= c.last_day + s.gap_days
  GROUP BY e.person, e.episode, c.year, c.first_day, c.last_day, c.last_day + s.gap_days
),
last_stay AS (
  SELECT e.person, e.episode, e.centre, e.left_on, e.is_open, d.own, d.arrived, d.cohort, d.first_day, d.last_day,
         row_number() OVER (PARTITION BY e.person, e.episode, d.cohort
                            ORDER BY e.left_on DESC, e.arrived DESC, e.centre) AS place
  FROM episodes e
  JOIN sides d ON d.person = e.person AND d.episode = e.episode AND d.own = e.own AND e.arrived <= d.known
)
SELECT person, episode, cohort, CASE WHEN own = 1 THEN 'own' ELSE 'other' END AS population, centre, arrived, left_on
FROM last_stay
WHERE place = 1 AND is_open = 0 AND left_on BETWEEN first_day AND last_day
