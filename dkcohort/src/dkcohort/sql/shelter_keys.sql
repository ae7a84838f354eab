-- Everybody with a stay, named or not: the few millions of the population are read once, for these keys alone.
SELECT DISTINCT pnr AS person FROM kkcoph
