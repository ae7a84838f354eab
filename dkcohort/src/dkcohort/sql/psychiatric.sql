-- Days with a mental diagnosis (F, main or additional) at a hospital: the old system to March 2019, LPR3 from then on. In
-- LPR3 every contact carries its diagnoses, so that rows jump in 2019: only persons and days are ever counted from this.
WITH found AS (
  SELECT a.pnr AS person, a.d_inddto AS day, substr(d.c_diag, 2, 3) AS code
  FROM psyk_adm a
  JOIN everybody e ON e.person = a.pnr
  JOIN psyk_diag d ON d.recnum = a.recnum
  WHERE d.c_diagtype IN ('A', 'B') AND substr(d.c_diag, 1, 2) = 'DF'
  UNION
  SELECT k.pnr, k.kont_starttidspunkt, substr(d.diag_kode, 2, 3)
  FROM lpr_a_kontakt k
  JOIN everybody e ON e.person = k.pnr
  JOIN lpr_a_diagnose d ON d.dw_ek_kontakt = k.dw_ek_kontakt
  WHERE k.lprindberetningssystem = 'LPR3' AND d.diag_kode_type IN ('A', 'B') AND substr(d.diag_kode, 1, 2) = 'DF'
    AND COALESCE(d.senere_afkraeftet, '') <> 'Ja'
)
SELECT person, day, code,
       CASE WHEN code BETWEEN 'F10' AND 'F19' THEN 'F10-19'
            WHEN code BETWEEN 'F20' AND 'F29' THEN 'F20-29'
            WHEN code BETWEEN 'F30' AND 'F39' THEN 'F30-39'
            WHEN code BETWEEN 'F40' AND 'F48' THEN 'F40-48'
            WHEN code BETWEEN 'F60' AND 'F69' THEN 'F60-69'
            WHEN code BETWEEN 'F90' AND 'F98' THEN 'F90-98'
            ELSE 'other' END AS block
FROM found
