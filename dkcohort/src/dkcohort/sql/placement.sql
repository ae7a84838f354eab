-- Subjects who lived here on their fifteenth birthday (from 1980 on, when the register begins): placed before 18, or at 15.
WITH here AS (
  SELECT j.population, j.cohort, j.subject, j.person, b.fifteen, b.sixteen, b.eighteen
  FROM subjects j
  JOIN calendar b ON b.day = j.born
  JOIN residence r ON r.person = j.person AND r.since <= b.fifteen AND r.until > b.fifteen
  WHERE b.fifteen >= 3652
)
SELECT h.population, h.cohort, h.subject,
       max(CASE WHEN b.startdato IS NOT NULL THEN 1 ELSE 0 END) AS ever,
       max(CASE WHEN b.startdato < h.sixteen AND COALESCE(b.slutdato, 9999999) >= h.fifteen THEN 1 ELSE 0 END) AS at_15
FROM here h
LEFT JOIN buaf b ON b.pnr = h.person AND b.startdato < h.eighteen
  AND COALESCE(b.ansted_klas, '') NOT IN (SELECT code FROM codes WHERE name = 'placement_events')
GROUP BY h.population, h.cohort, h.subject
