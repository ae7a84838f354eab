"""The counts of the six indicators as somebody with nothing but SQL would write them, for SQLite.

Every question answers rows of house, quarter, answer, band, second reading, how many. `quarter` is laid in front.
"""

from __future__ import annotations

QUARTERS = "WITH quarter (name, begins, ends, first, after) AS (VALUES {rows})"
"""One row a quarter: its name, its moments in UTC, its days."""

AGE_G1 = """
SELECT first_house_id, name,
       CASE WHEN age_group IN ('ukendt', '') THEN 'unknown' ELSE 'yes' END AS answer,
       CASE WHEN age_group IN ('ukendt', '') THEN '' ELSE age_group END AS band, '', count(*)
FROM quarter JOIN residency_stay ON decided_at >= begins AND decided_at < ends
GROUP BY 1, 2, 3, 4
"""

CHI_A1 = """
SELECT first_house_id, name,
       CASE WHEN assessed_at <= begun THEN 'yes'
            WHEN assessed_at IS NULL AND begun >= :week_ago THEN 'pending' ELSE 'no' END AS answer,
       CASE WHEN assessed_at IS NULL AND begun >= :week_ago THEN ''
            WHEN assessed_at IS NULL THEN 'never'
            WHEN assessed_at <= begun THEN 'before'
            WHEN assessed_at <= datetime(begun, '+1 day') THEN 'day'
            WHEN assessed_at <= datetime(begun, '+7 days') THEN 'week' ELSE 'later' END AS band, '', count(*)
FROM quarter JOIN (
         SELECT first_house_id, assessed_at, child.moved_in_at,
                CASE WHEN child.moved_in_at > stay.moved_in_at THEN child.moved_in_at ELSE decided_at END AS begun
         FROM residency_childstay child JOIN residency_stay stay ON stay.id = child.stay_id
     ) ON moved_in_at >= begins AND moved_in_at < ends
GROUP BY 1, 2, 3, 4
"""

OTH_G2 = """
SELECT house_id, name,
       CASE WHEN destination IS NULL OR destination IN ('', 'ikke_spurgt', 'ved_ikke', 'oensker_ikke') THEN 'unknown'
            WHEN destination = 'andet_krisecenter' THEN 'yes' ELSE 'no' END AS answer,
       CASE WHEN destination IS NULL OR destination IN ('', 'ikke_spurgt', 'ved_ikke', 'oensker_ikke') THEN ''
            WHEN destination = 'andet_krisecenter' THEN 'shelter'
            WHEN destination = 'tilbage_til_udoever' THEN 'back' ELSE 'otherwise' END AS band, '', count(*)
FROM quarter JOIN residency_stay stay ON left_at >= begins AND left_at < ends
     LEFT JOIN residency_leaving leaving ON stay_id = stay.id
WHERE leaving.kind IS NULL OR leaving.kind <> 'doed'
GROUP BY 1, 2, 3, 4
"""

MUN_G1A = """
SELECT CASE kind WHEN 'admission' THEN first_house_id ELSE house_id END AS house, name,
       CASE WHEN not_owed_why IS NOT NULL THEN 'irrelevant' WHEN sent_on <= due_on THEN 'yes'
            WHEN sent_on IS NULL AND due_on >= :today THEN 'pending' ELSE 'no' END AS answer, '',
       CASE WHEN not_owed_why IS NOT NULL THEN 'irrelevant' WHEN sent_on <= reminds_on THEN 'yes'
            WHEN sent_on IS NULL AND reminds_on >= :today THEN 'pending' ELSE 'no' END AS other, count(*)
FROM quarter JOIN residency_notice ON triggered_on >= first AND triggered_on < after
     JOIN residency_stay stay ON stay.id = stay_id
WHERE kind = 'admission' OR kind = 'discharge' AND left_at IS NOT NULL
GROUP BY 1, 2, 3, 5
"""

PSY_N1 = """
SELECT house, name,
       CASE WHEN helped IN ('varm_overlevering', 'aftalt_kontakt') THEN 'yes' WHEN helped = 'nej_tak' THEN 'irrelevant'
            WHEN helped IN ('nummer_givet', 'raadgivning_givet', 'ingen') THEN 'no' ELSE 'unknown' END AS answer,
       '', '', count(*)
FROM (SELECT decision.house_id AS house, decided_at AS day, decision.helped_on AS helped
      FROM residency_decision decision WHERE NOT admitted AND refusal_reason = 'psykisk'
      UNION ALL
      SELECT house_id, coalesce(outcome_at, received_at), helped_on FROM residency_enquiry enquiry
      WHERE outcome IN ('afvist', 'henvist') AND refusal_reason = 'psykisk'
            AND NOT EXISTS (SELECT 1 FROM residency_decision WHERE enquiry_id = enquiry.id))
     JOIN quarter ON day >= begins AND day < ends
GROUP BY 1, 2, 3
"""

OUT_G1A = """
SELECT house_id, name,
       CASE WHEN aftercare IN ('liva', 'andre', 'liva_og_andre', 'nej_tak', 'ikke_sikkert') THEN 'yes'
            WHEN aftercare = 'ikke_naaet' THEN 'no' ELSE 'unknown' END AS answer, '', '', count(*)
FROM quarter JOIN residency_stay stay ON left_at >= begins AND left_at < ends
     LEFT JOIN residency_leaving leaving ON stay_id = stay.id
WHERE leaving.kind IS NULL OR leaving.kind <> 'doed'
GROUP BY 1, 2, 3
"""

BY_KEY = {
    "AGE-G1": AGE_G1,
    "CHI-A1": CHI_A1,
    "OTH-G2": OTH_G2,
    "MUN-G1a": MUN_G1A,
    "PSY-N1": PSY_N1,
    "OUT-G1a": OUT_G1A,
}
