-- en: How did a share change between meetings?
-- fi: Miten jokin osuus on muuttunut kokouksesta toiseen?
-- :words | words of the paragraph or of what is measured | kappaleen tai mitattavan sanoja | osuus
-- :body | words of the body's name | toimielimen nimen sanoja |
-- Percentages in paragraphs with these words. "previous" is what the same paragraph says the share
-- was before; "last_time" what the body's last meeting said of the same subject; where it
-- is not said what is measured, nothing is compared.
SELECT date, meeting, item, previous, value, last_time,
    round(CAST(value - coalesce(previous, last_time) AS numeric), 2) AS change, context, file, page
FROM (
    SELECT statistics_with_context.*,
        CASE WHEN statistics.subject IS NOT NULL THEN last_value(statistics.value) OVER (
            PARTITION BY coalesce(meetings.body, meetings.document_id), lower(statistics.subject)
            ORDER BY meetings.date GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) END AS last_time
    FROM statistics_with_context
    JOIN statistics ON statistics.id = statistics_with_context.id
    JOIN meetings ON meetings.document_id = statistics.document_id
    WHERE statistics_with_context.unit = '%'
        AND (:words = '' OR coalesce(statistics_with_context.subject, '') || ' '
            || coalesce(context, '') LIKE '%' || :words || '%')
        AND (:body = '' OR meetings.body LIKE '%' || :body || '%')
        AND statistics.document_id NOT IN
            (SELECT document_id FROM document_links WHERE kind <> 'part')
) AS shares
ORDER BY date, file
