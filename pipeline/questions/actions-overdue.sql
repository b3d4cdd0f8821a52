-- en: Which actions were overdue at a day?
-- fi: Mitkä tehtävät olivat myöhässä tiettynä päivänä?
-- :day | a day; empty: today | päivä; tyhjä: tänään | 2025-12-05
-- :owner | words of the owner's name | vastuuhenkilön nimen sanoja |
-- Of a task that later meetings repeat, the latest words and deadline until that day; none that was
-- reported done by then. A deadline that is a month or a season has passed when its last day has.
-- "opened" is the meeting that gave the task first.
WITH asked AS (
    SELECT coalesce(nullif(:day, ''), CAST(CURRENT_DATE AS text)) AS day
)
SELECT open_actions.due, open_actions.assignees, open_actions.text, open_actions.meeting,
    open_actions.date,
    (
        WITH RECURSIVE back (id) AS (
            SELECT open_actions.id
            UNION
            SELECT task_steps.action_id FROM back JOIN task_steps ON task_steps.later_id = back.id
        )
        SELECT min(meetings.date) FROM back JOIN actions ON actions.id = back.id
        JOIN meetings ON meetings.document_id = actions.document_id
    ) AS opened, open_actions.file, open_actions.page
FROM asked
JOIN open_actions ON open_actions.due_until < asked.day AND open_actions.date <= asked.day
JOIN actions ON actions.id = open_actions.id
WHERE coalesce(open_actions.repeated_on, '9999') > asked.day
    AND coalesce(open_actions.done_on, '9999') > asked.day
    AND (:owner = '' OR open_actions.assignees LIKE '%' || :owner || '%')
    AND actions.document_id NOT IN
        (SELECT document_id FROM document_links WHERE kind <> 'part')
ORDER BY open_actions.due_until, open_actions.date, open_actions.file
