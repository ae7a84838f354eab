-- What every population file says of those keys: the millions are read once, for few.
SELECT b.pnr AS person, b.referencetid AS day, b.koen AS sex, b.foed_dag AS born, b.kom AS home, b.ie_type AS origin
FROM bef b
JOIN shelter_keys k ON k.person = b.pnr
