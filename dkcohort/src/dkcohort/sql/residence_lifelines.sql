-- When each of them lived in the country. Half-open: from `since` until the day before `until`; why it ended.
SELECT l.pnr AS person,
       l.event_start_date AS since,
       COALESCE(l.event_final_date, s.data_cut + 1) AS until,
       CASE WHEN l.event_final_date IS NULL OR l.event_final_date > s.data_cut THEN 'data'
            WHEN l.event_cause_final IN (SELECT code FROM codes WHERE name = 'lifelines_death') THEN 'death'
            ELSE 'emigration' END AS ended
FROM lifelines l
JOIN everybody k ON k.person = l.pnr
CROSS JOIN study s
WHERE l.event_start_date <= s.data_cut
