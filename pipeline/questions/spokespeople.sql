-- en: Who speaks for which organisation?
-- fi: Kuka edustaa mitäkin organisaatiota?
-- :organisation | words of the organisation's name | organisaation nimen sanoja | hyvinvointialue
SELECT affiliation, name, title, role, body, meetings, first, last
FROM affiliations_through_time
WHERE affiliation LIKE '%' || :organisation || '%'
ORDER BY affiliation, meetings DESC, name
