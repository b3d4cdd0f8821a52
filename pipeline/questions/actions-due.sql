-- en: What is due in a month, and who does it?
-- fi: Mitä pitää olla tehtynä tietyssä kuussa, ja kuka sen tekee?
-- :month | a month; empty: this one | kuukausi; tyhjä: kuluva | 2025-01
-- Days and weeks of the month, and the month itself where no day is given. A week belongs to the
-- month of its Thursday, as a week belongs to a year.
WITH asked AS (
    SELECT coalesce(nullif(:month, ''), substr(CAST(CURRENT_DATE AS text), 1, 7)) AS month
),
months AS (
    SELECT month,
        CASE substr(month, 6)
            WHEN '12' THEN CAST(CAST(substr(month, 1, 4) AS integer) + 1 AS text) || '-01'
            ELSE substr(month, 1, 5)
                || substr(CAST(101 + CAST(substr(month, 6) AS integer) AS text), 2)
        END AS next
    FROM asked
)
SELECT due, assignees, text, meeting, date, item, file, page
FROM open_actions
JOIN months
    ON due_precision IN ('day', 'month') AND substr(due, 1, 7) = month
    OR due_precision = 'week' AND due_until BETWEEN month || '-04' AND next || '-03'
ORDER BY due, date, file
