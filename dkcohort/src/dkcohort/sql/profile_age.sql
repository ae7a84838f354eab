-- Age on the day she came, in Danmarks Statistik's groups.
-- Years are counted by the calendar: whoever was born on 1 January has her birthday on that day, leap years or not.
SELECT population, cohort, person,
       CASE WHEN years < 25 THEN '18-24'
            WHEN years < 30 THEN '25-29'
            WHEN years < 40 THEN '30-39'
            WHEN years < 50 THEN '40-49'
            ELSE '50+' END AS part
FROM (
  SELECT p.population, p.cohort, p.person, a.year - b.year - CASE WHEN a.month_day < b.month_day THEN 1 ELSE 0 END AS years
  FROM present p
  JOIN calendar a ON a.day = p.arrived
  JOIN calendar b ON b.day = p.born
) q
