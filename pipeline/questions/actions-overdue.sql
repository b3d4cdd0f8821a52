-- en: Which actions were overdue at a day?
-- fi: Mitkä tehtävät olivat myöhässä tiettynä päivänä?
-- :day | a day; empty: today | päivä; tyhjä: tänään | 2025-12-05
-- :owner | words of the owner's name | vastuuhenkilön nimen sanoja |
-- Of a task that later meetings repeat, the latest words and deadline until that day; none that was
-- reported done by then. A week, month or year is over when its last day is, a season or another
-- part of a year in March of the year after. "opened" is the meeting that gave the task first.
WITH ended AS (
    SELECT open_actions.*, actions.document_id,
        CASE open_actions.due_precision
            WHEN 'day' THEN open_actions.due
            WHEN 'week' THEN date(substr(open_actions.due, 1, 4) || '-01-04', '-3 days', 'weekday 4',
                ((substr(open_actions.due, 7) - 1) * 7 + 3) || ' days')
            WHEN 'month' THEN date(open_actions.due || '-01', '+1 month', '-1 day')
            WHEN 'year' THEN open_actions.due || '-12-31'
            ELSE (substr(open_actions.due, 1, 4) + 1) || '-02-28'
        END AS until
    FROM open_actions
    JOIN actions ON actions.id = open_actions.id
    WHERE open_actions.due IS NOT NULL
)
SELECT ended.due, ended.assignees, ended.text, ended.meeting, ended.date,
    (
        WITH RECURSIVE back (id) AS (
            SELECT ended.id
            UNION
            SELECT task_steps.action_id FROM back JOIN task_steps ON task_steps.later_id = back.id
        )
        SELECT min(meetings.date) FROM back JOIN actions ON actions.id = back.id
        JOIN meetings ON meetings.document_id = actions.document_id
    ) AS opened, ended.file, ended.page
FROM ended
WHERE ended.until < coalesce(nullif(:day, ''), date('now'))
    AND ended.date <= coalesce(nullif(:day, ''), date('now'))
    AND (:owner = '' OR ended.assignees LIKE '%' || :owner || '%')
    AND NOT EXISTS (
        SELECT 1 FROM task_steps JOIN meetings ON meetings.document_id = task_steps.document_id
        WHERE task_steps.action_id = ended.id
            AND meetings.date <= coalesce(nullif(:day, ''), date('now'))
    )
    AND ended.document_id NOT IN
        (SELECT document_id FROM document_links WHERE kind <> 'part')
ORDER BY ended.until, ended.date, ended.file
