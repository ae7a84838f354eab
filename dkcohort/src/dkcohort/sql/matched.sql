-- The comparison women: alive and living in the country from the case's arrival to her leaving, the first in the fixed
-- order. Each is followed until her own first stay, should she come to have one.
WITH living AS (
  SELECT c.*, row_number() OVER (PARTITION BY c.case_person, c.cohort ORDER BY c.lot, c.person) AS place
  FROM candidates c
  JOIN residence r ON r.person = c.person AND r.since <= c.arrived AND r.until > c.left_on
)
SELECT l.case_person, l.cohort, l.arrived, l.left_on, l.person, l.born, l.own_stay
FROM living l
CROSS JOIN study s
WHERE l.place <= s.matches
