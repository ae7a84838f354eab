-- Whoever is followed, once.
SELECT DISTINCT person FROM subjects
