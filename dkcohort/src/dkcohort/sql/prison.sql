-- Days in prison of everybody, overlapping spells joined. Half-open. A spell without release lasts to the end of data.
WITH spells AS (
  SELECT k.pnr AS person, k.ind_fgsldto AS since, COALESCE(k.ind_loesldto, s.data_cut + 1) AS until
  FROM krin k
  JOIN everybody e ON e.person = k.pnr
  CROSS JOIN study s
  WHERE COALESCE(k.ind_overfkod, '') NOT IN (SELECT code FROM codes WHERE name = 'prison_transfer')
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
