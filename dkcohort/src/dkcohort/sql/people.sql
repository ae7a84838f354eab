-- Sex, birth and origin of those keys, from any snapshot of the population. Who is not here, is nowhere.
SELECT person, max(sex) AS sex, min(born) AS born, max(origin) AS origin
FROM known
GROUP BY person
