-- For each subject: any diagnosis in the five years before arrival, of each block, and of those called severe.
SELECT j.population, j.cohort, j.subject, COALESCE(d.block, 'none') AS block,
       max(CASE WHEN d.code IN (SELECT code FROM codes WHERE name = 'severe_mental') THEN 1 ELSE 0 END) AS severe
FROM subjects j
LEFT JOIN psychiatric d ON d.person = j.person AND d.day < j.arrived AND d.day >= j.arrived - 1826
GROUP BY j.population, j.cohort, j.subject, COALESCE(d.block, 'none')
