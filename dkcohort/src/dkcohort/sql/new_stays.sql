-- For every leaver who lives in the country: days to the first later stay of each kind, and what else ended the wait.
-- `target_day` is the first new stay outside the episode; `end_day` the first of death, emigration and the end of data.
WITH later AS (
  SELECT l.person, l.population, l.cohort,
         min(CASE WHEN (l.population = 'own' AND e.own = 0) OR (l.population = 'other' AND e.centre <> l.centre)
                  THEN e.arrived END) AS elsewhere_day,
         min(CASE WHEN e.own = 1 THEN e.arrived END) AS own_day,
         min(e.arrived) AS anywhere_day
  FROM leavers l
  JOIN episodes e ON e.person = l.person AND e.episode > l.episode
  GROUP BY l.person, l.population, l.cohort
)
SELECT l.person, l.population, l.cohort, l.age, l.origin, l.children,
       r.until - l.left_on AS end_day,
       CASE r.ended WHEN 'death' THEN 2 WHEN 'emigration' THEN 3 ELSE 0 END AS end_cause,
       s.data_cut - l.left_on AS cut_day,
       n.elsewhere_day - l.left_on AS elsewhere,
       n.own_day - l.left_on AS own,
       n.anywhere_day - l.left_on AS anywhere
FROM leavers l
CROSS JOIN study s
-- Alive and living here at the end of the day she left.
JOIN residence r ON r.person = l.person AND r.since <= l.left_on AND r.until > l.left_on
LEFT JOIN later n ON n.person = l.person AND n.population = l.population AND n.cohort = l.cohort
WHERE l.left_on < s.data_cut
