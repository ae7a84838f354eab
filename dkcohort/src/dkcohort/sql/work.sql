-- The state of each subject in the weeks asked about, counted from her leaving. A blank week is self-support only for one
-- who lives here; one day on a benefit fills the week. Weeks after the end of data, or from `stop`, are not asked, nor
-- those DREAM was not delivered for: a column that is not there is no blank week.
WITH asked AS (
  SELECT j.population, j.cohort, j.subject, j.person, w.part, j.left_on + 7 * w.weeks AS day
  FROM subjects j
  CROSS JOIN work_weeks w
  CROSS JOIN dream_told t
  WHERE j.left_on + 7 * w.weeks < j.stop
    AND j.left_on + 7 * w.weeks >= t.first_day AND j.left_on + 7 * w.weeks <= t.last_day
),
monday AS (
  SELECT a.*, a.day - (c.weekday - 1) AS week FROM asked a JOIN calendar c ON c.day = a.day
),
seen AS (
  SELECT m.population, m.cohort, m.subject, m.part, max(d.code) AS code, max(CASE WHEN r.person IS NULL THEN 0 ELSE 1 END) AS here
  FROM monday m
  LEFT JOIN dream_weeks d ON d.person = m.person AND d.week = m.week
  LEFT JOIN residence r ON r.person = m.person AND r.since <= m.day AND r.until > m.day
  GROUP BY m.population, m.cohort, m.subject, m.part
)
SELECT s.population, s.cohort, s.subject, s.part,
       CASE WHEN s.here = 0 THEN 'away'
            WHEN s.code IS NULL THEN 'self_support'
            ELSE COALESCE(k.state, 'other') END AS state
FROM seen s
LEFT JOIN dream_codes k ON k.code = s.code
