-- Person-days in each window, living here and not in prison.
SELECT w.population, w.cohort, w.subject, w.part,
       sum(w.until - w.since) - sum(COALESCE(i.inside, 0)) AS days
FROM windows w
LEFT JOIN (
  SELECT v.population, v.cohort, v.subject, v.part, v.since, sum(least(v.until, p.until) - greatest(v.since, p.since)) AS inside
  FROM windows v
  JOIN prison p ON p.person = v.person AND p.since < v.until AND p.until > v.since
  GROUP BY v.population, v.cohort, v.subject, v.part, v.since
) i ON i.population = w.population AND i.cohort = w.cohort AND i.subject = w.subject AND i.part = w.part AND i.since = w.since
GROUP BY w.population, w.cohort, w.subject, w.part
