-- Every different row of KKCOPH with the first reason, if any, to leave it out. Nothing is dropped unseen.
-- Ambulatory contacts come first: an anonymous one is no anonymous stay, which could be a woman's return.
WITH listed AS (
  SELECT DISTINCT pnr AS person, dstnr AS centre, indflyt AS arrived, COALESCE(retdato, udflyt) AS left_on,
         COALESCE(ophold, '') AS secrecy, COALESCE(frivil_mark, '') AS offer, COALESCE(imp_mark, '') AS imputed,
         COALESCE(cprtjek, '') AS checked
  FROM kkcoph
)
SELECT l.person, l.centre, l.arrived,
       CASE WHEN l.left_on > s.data_cut THEN NULL ELSE l.left_on END AS left_on,
       CASE
         WHEN l.arrived > s.data_cut THEN 'after_data_cut'
         WHEN l.offer IN (SELECT code FROM codes WHERE name = 'shelter_outpatient') THEN 'outpatient'
         WHEN l.secrecy IN (SELECT code FROM codes WHERE name = 'shelter_anonymous')
           OR l.checked IN (SELECT code FROM codes WHERE name = 'person_invalid') THEN 'anonymous'
         WHEN l.imputed IN (SELECT code FROM codes WHERE name = 'shelter_imputed') THEN 'imputed'
         WHEN p.person IS NULL THEN 'unknown'
         WHEN p.sex NOT IN (SELECT code FROM codes WHERE name = 'woman') THEN 'not_woman'
         WHEN l.arrived < b.eighteen THEN 'under_18'
         WHEN l.left_on < l.arrived THEN 'reversed'
         ELSE 'kept'
       END AS fate
FROM listed l
LEFT JOIN people p ON p.person = l.person
LEFT JOIN calendar b ON b.day = p.born
CROSS JOIN study s
