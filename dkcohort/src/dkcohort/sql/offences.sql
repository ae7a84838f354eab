-- Offences by the day they were committed (KRSI), with 1 where any decision on the case found the person guilty of that law
-- (KRAF): who is acquitted of the penal charge and fined for a traffic offence in the same case is guilty of the latter. A
-- decision whose code names no law is of the whole case. One row a case, person and law: a case with three charges of one
-- law is one. Every guilty offence is one of the charges (nested.toml); what was never charged under that law is none.
WITH guilty AS (
  SELECT DISTINCT a.journr, a.pnr,
         CASE WHEN substr(a.afg_ger9, 1, 1) IN ('1', '2', '3') THEN substr(a.afg_ger9, 1, 1) END AS law
  FROM kraf a
  JOIN everybody e ON e.person = a.pnr
  WHERE a.afg_afgtyp3 IN (SELECT code FROM codes WHERE name = 'guilty_decisions')
)
SELECT s.pnr AS person, s.journr AS incident, substr(s.sig_ger9, 1, 1) AS law, min(s.sig_ger1dto) AS day,
       max(CASE WHEN g.pnr IS NULL THEN 0 ELSE 1 END) AS guilty
FROM krsi s
JOIN everybody e ON e.person = s.pnr
LEFT JOIN guilty g ON g.journr = s.journr AND g.pnr = s.pnr AND COALESCE(g.law, substr(s.sig_ger9, 1, 1)) = substr(s.sig_ger9, 1, 1)
WHERE s.sig_ger1dto IS NOT NULL
GROUP BY s.pnr, s.journr, substr(s.sig_ger9, 1, 1)
