-- Everybody who is followed before, during and after: own leavers, leavers of other centres, and the comparison women with
-- their case's days. `subject` tells apart a woman who is compared with two cases. Half-open: nothing counts from `stop`.
SELECT 'own' AS population, l.cohort, l.person AS subject, l.person, p.born, l.arrived, l.left_on, s.data_cut + 1 AS stop
FROM leavers l
JOIN people p ON p.person = l.person
JOIN residence r ON r.person = l.person AND r.since <= l.left_on AND r.until > l.left_on
CROSS JOIN study s
WHERE l.population = 'own'
UNION ALL
SELECT 'other', l.cohort, l.person, l.person, p.born, l.arrived, l.left_on, s.data_cut + 1
FROM leavers l
JOIN people p ON p.person = l.person
JOIN residence r ON r.person = l.person AND r.since <= l.left_on AND r.until > l.left_on
CROSS JOIN study s
WHERE l.population = 'other'
UNION ALL
SELECT 'matched', m.cohort, m.case_person || '/' || m.person, m.person, m.born, m.arrived, m.left_on,
       CASE WHEN m.own_stay <= s.data_cut THEN m.own_stay ELSE s.data_cut + 1 END
FROM matched m
CROSS JOIN study s
