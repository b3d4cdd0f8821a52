-- en: Who was absent most?
-- fi: Kuka on ollut eniten poissa?
-- :since | meetings from this day on | kokoukset tästä päivästä alkaen |
-- :body | words of the body's name | toimielimen nimen sanoja | työryhmä
-- Of the meetings whose documents list somebody, in how many were they marked absent? Somebody
-- whom a list leaves out is not counted, for that alone says nothing.
SELECT persons.name,
    count(DISTINCT CASE WHEN attendees.mode = 'absent' THEN attendees.document_id END) AS absent,
    count(DISTINCT attendees.document_id) AS meetings,
    group_concat(DISTINCT CASE WHEN attendees.mode = 'absent' THEN meetings.date END) AS days,
    group_concat(DISTINCT meetings.body) AS bodies
FROM attendees
JOIN appearances ON appearances.document_id = attendees.document_id
    AND appearances.name = attendees.name
JOIN persons ON persons.id = appearances.person_id
JOIN meetings ON meetings.document_id = attendees.document_id
WHERE (:since = '' OR meetings.date >= :since)
    AND (:body = '' OR meetings.body LIKE '%' || :body || '%')
    AND attendees.document_id NOT IN (SELECT document_id FROM document_links)
GROUP BY persons.id
HAVING max(CASE WHEN attendees.mode = 'absent' THEN 1 ELSE 0 END) > 0
ORDER BY absent DESC, meetings, persons.name
