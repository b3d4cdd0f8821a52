-- en: What is due in a month, and who does it?
-- fi: Mitä pitää olla tehtynä tietyssä kuussa, ja kuka sen tekee?
-- :month | a month; empty: this one | kuukausi; tyhjä: kuluva | 2025-01
-- Days and weeks of the month, and the month itself where no day is given. A week belongs to the
-- month of its Thursday, as a week belongs to a year.
WITH due AS (
    SELECT *,
        CASE due_precision
            WHEN 'week' THEN strftime('%Y-%m', substr(due, 1, 4) || '-01-04', '-3 days',
                'weekday 4', ((substr(due, 7) - 1) * 7) || ' days')
            ELSE substr(due, 1, 7)
        END AS month
    FROM open_actions
    WHERE due_precision IN ('day', 'week', 'month')
)
SELECT due, assignees, text, meeting, date, item, file, page
FROM due
WHERE month = coalesce(nullif(:month, ''), strftime('%Y-%m', 'now'))
ORDER BY due, date, file
