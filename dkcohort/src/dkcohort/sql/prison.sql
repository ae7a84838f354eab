-- Days in prison, overlapping spells joined. Half-open. A spell without release lasts to the end of data.
WITH spells AS (
  SELECT i.person, i.since, COALESCE(i.until, s.data_cut + 1) AS until FROM imprisoned i CROSS JOIN study s
),
seen AS (
  SELECT person, since, until,
         max(until) OVER (PARTITION BY person ORDER BY since, until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM spells
),
islands AS (
  SELECT person, since, until,
         sum(CASE WHEN before >= since THEN 0 ELSE 1 END)
           OVER (PARTITION BY person ORDER BY since, until ROWS UNBOUNDED PRECEDING) AS island
  FROM seen
)
SELECT person, min(since) AS since, max(until) AS until FROM islands GROUP BY person, island
