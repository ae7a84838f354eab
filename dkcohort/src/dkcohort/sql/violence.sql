-- Reported violence or sexual assault against them in those days, by the day it happened, with 1 where the register of
-- relations (from 2020) names a present or former partner.
WITH relation AS (
  SELECT g.journr, g.pnr,
         max(CASE WHEN g.relation_partner IN (SELECT code FROM codes WHERE name = 'partner_relation')
                    OR g.relation_partner_hist IN (SELECT code FROM codes WHERE name = 'partner_relation')
                  THEN 1 ELSE 0 END) AS partner
  FROM krog g
  GROUP BY g.journr, g.pnr
)
SELECT v.population, v.cohort, v.subject, count(DISTINCT o.journr) AS events,
       count(DISTINCT CASE WHEN n.partner = 1 THEN o.journr END) AS by_partner
FROM violence_subjects v
JOIN krof o ON o.pnr = v.person AND o.ofr_gerfradt >= v.since AND o.ofr_gerfradt < v.until
  AND substr(o.ofr_ger9, 1, 2) IN ('11', '12')
LEFT JOIN relation n ON n.journr = o.journr AND n.pnr = o.pnr
GROUP BY v.population, v.cohort, v.subject
