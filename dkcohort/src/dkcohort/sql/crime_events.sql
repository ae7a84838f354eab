-- Offences in each window by law, committed while living here and outside prison.
SELECT w.population, w.cohort, w.subject, w.part, o.law,
       count(*) AS charges, sum(o.guilty) AS guilty
FROM windows w
JOIN offences o ON o.person = w.person AND o.day >= w.since AND o.day < w.until
LEFT JOIN prison p ON p.person = o.person AND p.since <= o.day AND p.until > o.day
WHERE p.person IS NULL
GROUP BY w.population, w.cohort, w.subject, w.part, o.law
