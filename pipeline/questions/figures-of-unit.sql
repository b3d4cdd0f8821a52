-- en: Which figures of one unit were given over time?
-- fi: Mitä lukuja yhdessä yksikössä on kerrottu eri aikoina?
-- :unit | the unit in base form, as EUR, % or kävijä | yksikkö perusmuodossa, kuten EUR, % tai kävijä | EUR
-- :body | words of the body's name | toimielimen nimen sanoja | hallitus
SELECT statistics_with_context.date, statistics_with_context.meeting, item,
    statistics_with_context.subject, statistics_with_context.comparator,
    statistics_with_context.previous, statistics_with_context.value,
    statistics_with_context.upper, quote, statistics_with_context.file,
    statistics_with_context.page
FROM statistics_with_context
JOIN statistics ON statistics.id = statistics_with_context.id
JOIN meetings ON meetings.document_id = statistics.document_id
WHERE statistics.unit = :unit
    AND (:body = '' OR meetings.body LIKE '%' || :body || '%')
    AND statistics.document_id NOT IN
        (SELECT document_id FROM document_links WHERE kind <> 'part')
ORDER BY statistics_with_context.date, statistics_with_context.file, statistics.position
