-- What everybody who is followed has finished, and from when to when it was the highest.
SELECT u.pnr AS person, u.hf_vfra AS since, u.hf_vtil AS until, u.hfaudd AS code
FROM uddf u
JOIN followed f ON f.person = u.pnr
