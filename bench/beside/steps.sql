-- The steps for DuckDB, each as the engine's own SQL does it: keys first, then the few rows of those keys, then the rest.
-- @name: a step begins. {registers} is the folder. Days are numbers since 1 January 1970.

-- @cohort
CREATE TABLE first_stay AS
SELECT pnr, min(indflyt - DATE '1970-01-01') AS arrived
FROM '{registers}/kkcoph.parquet' WHERE cprtjek = '0' AND frivil_mark = '1' GROUP BY pnr;
CREATE TABLE cohort AS SELECT * FROM first_stay WHERE arrived >= 18993 AND arrived < 20454;

-- @diagnoses
CREATE TABLE diagnoses AS
WITH own AS (
  SELECT k.pnr, k.dw_ek_kontakt, CAST(k.kont_starttidspunkt AS DATE) - DATE '1970-01-01' AS day
  FROM '{registers}/lpr_a_kontakt*.parquet' k JOIN cohort c ON c.pnr = k.pnr
  WHERE k.lprindberetningssystem = 'LPR3'
),
found AS (
  SELECT a.pnr, a.d_inddto - DATE '1970-01-01' AS day, substr(d.c_diag, 2, 3) AS code
  FROM '{registers}/psyk_adm*.parquet' a
  JOIN cohort c ON c.pnr = a.pnr
  JOIN '{registers}/psyk_diag*.parquet' d ON d.recnum = a.recnum
  WHERE d.c_diagtype IN ('A', 'B') AND d.c_diag LIKE 'DF%'
  UNION
  SELECT o.pnr, o.day, substr(d.diag_kode, 2, 3)
  FROM own o JOIN '{registers}/lpr_a_diagnose*.parquet' d ON d.dw_ek_kontakt = o.dw_ek_kontakt
  WHERE d.diag_kode_type IN ('A', 'B') AND d.diag_kode LIKE 'DF%' AND COALESCE(d.senere_afkraeftet, '') <> 'Ja'
)
SELECT f.* FROM found f JOIN cohort c ON c.pnr = f.pnr WHERE f.day < c.arrived AND f.day >= c.arrived - 1826;
SELECT count(DISTINCT pnr), count(*) FROM diagnoses;

-- @strata
CREATE TABLE strata AS
SELECT b.referencetid, b.koen, (b.referencetid - b.foed_dag) // 1826 AS age, m.landsdel, b.ie_type, count(*) AS n
FROM '{registers}/bef2*.parquet' b JOIN municipality m ON m.kom = b.kom
GROUP BY ALL;
SELECT count(*), sum(n), max(n) FROM strata;

-- @matched
CREATE TABLE cases AS
SELECT c.pnr, c.arrived, b.referencetid, year(b.foed_dag) AS born_in, m.landsdel, b.ie_type, b.foed_dag - DATE '1970-01-01' AS born
FROM cohort c
JOIN '{registers}/bef2*.parquet' b
  ON b.pnr = c.pnr AND b.referencetid = make_date(year(DATE '1970-01-01' + CAST(c.arrived AS INTEGER)) - 1, 12, 31)
JOIN municipality m ON m.kom = b.kom
WHERE b.koen = '2';
CREATE TABLE matched AS
WITH kinds AS (SELECT DISTINCT referencetid, born_in, landsdel, ie_type FROM cases),
women AS (
  SELECT b.pnr, b.foed_dag - DATE '1970-01-01' AS born, k.*
  FROM '{registers}/bef2*.parquet' b
  JOIN municipality m ON m.kom = b.kom
  JOIN kinds k ON k.referencetid = b.referencetid AND k.born_in = year(b.foed_dag) AND k.landsdel = m.landsdel
    AND k.ie_type = b.ie_type
  WHERE b.koen = '2'
),
free AS (
  SELECT a.pnr AS case_pnr, a.arrived, w.pnr, w.born,
         ((CAST(w.pnr AS BIGINT) % 1000003) * (CAST(a.pnr AS BIGINT) % 10007 + 1)) % 2147483647 AS lot
  FROM cases a
  JOIN women w USING (referencetid, born_in, landsdel, ie_type)
  LEFT JOIN first_stay f ON f.pnr = w.pnr
  WHERE w.pnr <> a.pnr AND (f.pnr IS NULL OR f.arrived > a.arrived)
)
SELECT * FROM free QUALIFY row_number() OVER (PARTITION BY case_pnr ORDER BY lot, pnr) <= 10;
SELECT count(DISTINCT case_pnr), count(*), sum(CAST(pnr AS BIGINT) % 1000) FROM matched;
CREATE TABLE subjects AS
SELECT pnr, arrived, born FROM cases UNION ALL SELECT pnr, arrived, born FROM matched;

-- @crime
CREATE TABLE people AS SELECT DISTINCT pnr FROM subjects;
CREATE TABLE offences AS
WITH guilty AS (
  SELECT DISTINCT a.pnr, a.journr FROM '{registers}/kraf*.parquet' a JOIN people p ON p.pnr = a.pnr
  WHERE a.afg_afgtyp3 IN ('111', '211')
)
SELECT s.pnr, s.journr, substr(s.sig_ger9, 1, 1) AS law, min(s.sig_ger1dto - DATE '1970-01-01') AS day,
       max(CASE WHEN g.pnr IS NULL THEN 0 ELSE 1 END) AS guilty
FROM '{registers}/krsi*.parquet' s
JOIN people p ON p.pnr = s.pnr
LEFT JOIN guilty g ON g.pnr = s.pnr AND g.journr = s.journr
GROUP BY s.pnr, s.journr, substr(s.sig_ger9, 1, 1);
SELECT count(*), sum(guilty), sum(CASE WHEN day >= arrived THEN 1 ELSE 0 END), sum(CASE WHEN law = '1' THEN 1 ELSE 0 END)
FROM subjects s JOIN offences o ON o.pnr = s.pnr AND o.day >= s.arrived - 365 AND o.day < s.arrived + 365;

-- @residence
CREATE TABLE spells AS
WITH born AS (SELECT pnr, min(born) AS born FROM subjects GROUP BY pnr),
moves AS (
  SELECT v.pnr, v.haend_dato - DATE '1970-01-01' AS day, 1 AS mark FROM '{registers}/vnds_ind*.parquet' v JOIN born b ON b.pnr = v.pnr
  UNION
  SELECT v.pnr, v.haend_dato - DATE '1970-01-01', 0 FROM '{registers}/vnds_ud*.parquet' v JOIN born b ON b.pnr = v.pnr
  UNION
  SELECT v.pnr, v.haend_dato - DATE '1970-01-01', CASE WHEN v.indud_kode = 'I' THEN 1 ELSE 0 END
  FROM '{registers}/vnds_hist*.parquet' v JOIN born b ON b.pnr = v.pnr
),
first_move AS (SELECT pnr, min(day * 2 + mark) AS coded FROM moves GROUP BY pnr),
marks AS (
  SELECT * FROM moves
  UNION ALL
  SELECT b.pnr, b.born, 1 FROM born b LEFT JOIN first_move f ON f.pnr = b.pnr WHERE f.pnr IS NULL OR f.coded % 2 = 0
  UNION ALL
  SELECT d.pnr, d.doddato - DATE '1970-01-01', 2 FROM '{registers}/dod*.parquet' d JOIN born b ON b.pnr = d.pnr
),
turns AS (
  SELECT pnr, day, mark
  FROM (SELECT *, lag(mark) OVER (PARTITION BY pnr ORDER BY day, mark) AS before FROM marks)
  WHERE before IS NULL OR before <> mark
),
ordered AS (
  SELECT pnr, day AS since, mark, lead(day) OVER w AS until, lead(mark) OVER w AS why
  FROM turns WINDOW w AS (PARTITION BY pnr ORDER BY day, mark)
)
SELECT pnr, since, COALESCE(until, 20819) AS until, COALESCE(why, 9) AS why FROM ordered WHERE mark = 1;
SELECT sum(least(p.until, s.arrived + 365, 20819) - greatest(p.since, s.arrived)), count(*),
       sum(CASE WHEN p.why = 2 AND p.until < s.arrived + 365 THEN 1 ELSE 0 END),
       sum(CASE WHEN p.why = 0 AND p.until < s.arrived + 365 THEN 1 ELSE 0 END)
FROM subjects s JOIN spells p ON p.pnr = s.pnr AND p.since < s.arrived + 365 AND p.until > s.arrived;
