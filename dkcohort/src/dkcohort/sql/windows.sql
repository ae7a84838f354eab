-- Each subject's days in each window while living here: half-open, cut at the end of data and at `stop`.
SELECT q.population, q.cohort, q.subject, q.person, q.part, q.since, q.until
FROM (
  SELECT j.population, j.cohort, j.subject, j.person, w.part,
         greatest(CASE w.anchor WHEN 'arrived' THEN j.arrived ELSE j.left_on END + w.first_day, r.since) AS since,
         least(CASE w.until_anchor WHEN 'arrived' THEN j.arrived ELSE j.left_on END + w.last_day, r.until, j.stop) AS until
  FROM subjects j
  CROSS JOIN window_parts w
  JOIN residence r ON r.person = j.person
) q
WHERE q.until > q.since
