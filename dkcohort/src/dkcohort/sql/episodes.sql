-- A stay that begins at most `gap_days` after everything before it has ended belongs to the same episode.
WITH seen AS (
  SELECT t.*, max(left_on) OVER (PARTITION BY person ORDER BY arrived, left_on, centre
                                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM stays t
)
SELECT n.person, n.centre, n.arrived, n.left_on, n.is_open, n.own,
       CAST(sum(CASE WHEN n.before + s.gap_days >= n.arrived THEN 0 ELSE 1 END)
         OVER (PARTITION BY n.person ORDER BY n.arrived, n.left_on, n.centre ROWS UNBOUNDED PRECEDING)
         AS INTEGER) AS episode,
       CASE WHEN n.before + s.gap_days >= n.arrived THEN 1 ELSE 0 END AS moved_on
FROM seen n
CROSS JOIN study s
