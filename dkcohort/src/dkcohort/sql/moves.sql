-- Their moves in (1) and out (0) of the country, and their deaths (2), by day.
SELECT v.pnr AS person, v.haend_dato AS day, 1 AS mark FROM vnds_ind v JOIN everybody e ON e.person = v.pnr
UNION
SELECT v.pnr, v.haend_dato, 0 FROM vnds_ud v JOIN everybody e ON e.person = v.pnr
UNION
SELECT v.pnr, v.haend_dato, CASE WHEN v.indud_kode = 'I' THEN 1 ELSE 0 END
FROM vnds_hist v JOIN everybody e ON e.person = v.pnr
UNION
SELECT d.pnr, d.doddato, 2 FROM dod d JOIN everybody e ON e.person = d.pnr
