-- The days the population files describe.
SELECT DISTINCT referencetid AS day FROM bef
