-- Everybody the themes ask about: those with a stay, those they may be compared with, and the children who came along.
SELECT person, min(born) AS born
FROM (
  SELECT person, born FROM people
  UNION
  SELECT person, born FROM candidates
  UNION
  SELECT b.pnr, b.foed_dag FROM bef b JOIN (SELECT DISTINCT barn_pnr FROM kkcophb) k ON k.barn_pnr = b.pnr
) p
GROUP BY person
