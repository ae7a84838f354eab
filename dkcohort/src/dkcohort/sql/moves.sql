-- Their moves in (1) and out (0) of the country, and their deaths (2), by day; what two registers tell of is told once.
WITH told AS (
  SELECT pnr AS person, haend_dato AS day, 1 AS mark FROM vnds_ind
  UNION ALL
  SELECT pnr, haend_dato, 0 FROM vnds_ud
  UNION ALL
  SELECT pnr, haend_dato, CASE WHEN indud_kode = 'I' THEN 1 ELSE 0 END FROM vnds_hist
  UNION ALL
  SELECT pnr, doddato, 2 FROM dod
)
SELECT DISTINCT t.person, t.day, t.mark FROM told t JOIN everybody e ON e.person = t.person
