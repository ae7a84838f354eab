-- Age on the day she came, in Danmarks Statistik's groups.
SELECT population, cohort, person,
       CASE WHEN arrived - born < 9131 THEN '18-24'
            WHEN arrived - born < 10957 THEN '25-29'
            WHEN arrived - born < 14610 THEN '30-39'
            WHEN arrived - born < 18262 THEN '40-49'
            ELSE '50+' END AS part
FROM present
