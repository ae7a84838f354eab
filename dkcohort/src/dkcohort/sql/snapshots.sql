-- The days the population files describe: those on which any of the women is in them.
SELECT DISTINCT day FROM known
