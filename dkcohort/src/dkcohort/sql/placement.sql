-- Subjects who lived here on their fifteenth birthday (from 1980 on, when the register begins): placed before 18, or at 15.
WITH here AS (
  SELECT j.population, j.cohort, j.subject, j.person, b.fifteen, b.sixteen, b.eighteen
  FROM subjects j
  JOIN calendar b ON b.day = j.born
  JOIN residence r ON r.person = j.person AND r.since <= b.fifteen AND r.until > b.fifteen
  WHERE b.fifteen >= 3652
)
SELECT h.population, h.cohort, h.subject,
       max(CASE WHEN p.since IS NOT NULL THEN 1 ELSE 0 END) AS ever,
       max(CASE WHEN p.since < h.sixteen AND COALESCE(p.until, 9999999) >= h.fifteen THEN 1 ELSE 0 END) AS at_15
FROM here h
LEFT JOIN placed p ON p.person = h.person AND p.since < h.eighteen
GROUP BY h.population, h.cohort, h.subject
