-- Danish origin, immigrant, descendant. The registers hold no language.
SELECT population, cohort, person,
       CASE WHEN origin IN (SELECT code FROM codes WHERE name = 'origin_danish') THEN 'danish'
            WHEN origin IN (SELECT code FROM codes WHERE name = 'origin_immigrant') THEN 'immigrant'
            WHEN origin IN (SELECT code FROM codes WHERE name = 'origin_descendant') THEN 'descendant'
            ELSE 'unknown' END AS part
FROM present
