-- en: Who has owned the most actions since a day?
-- fi: Kenellä on ollut eniten tehtäviä tietystä päivästä alkaen?
-- :since | meetings from this day on | kokoukset tästä päivästä alkaen | 2024-11-01
-- An owner is a person, who is one across documents, or a group or a role as the documents call it.
-- A task that later meetings repeat counts once, where it was said last. Those that were done count,
-- too: `actions --status open` leaves them out. "first_deadline" is the day that a month or a week ends with.
SELECT coalesce(persons.name, action_assignees.name) AS owner,
    count(DISTINCT actions.id) AS actions,
    count(DISTINCT CASE WHEN actions.due IS NOT NULL THEN actions.id END) AS with_deadline,
    min(actions.due_until) AS first_deadline,
    group_concat(DISTINCT documents.file) AS files
FROM actions
JOIN documents ON documents.id = actions.document_id
JOIN meetings ON meetings.document_id = coalesce(
    (SELECT other_id FROM document_links WHERE document_id = actions.document_id AND kind = 'part'),
    actions.document_id)
JOIN action_assignees ON action_assignees.action_id = actions.id
LEFT JOIN people ON people.id = action_assignees.person_id
LEFT JOIN appearances ON appearances.document_id = people.document_id
    AND appearances.name = people.name
LEFT JOIN persons ON persons.id = appearances.person_id
WHERE (:since = '' OR meetings.date >= :since)
    AND NOT EXISTS (
        SELECT 1 FROM task_steps WHERE action_id = actions.id AND task_steps.kind = 'repeated')
    AND actions.document_id NOT IN
        (SELECT document_id FROM document_links WHERE kind <> 'part')
GROUP BY coalesce(persons.id, action_assignees.name),
    coalesce(persons.name, action_assignees.name)
ORDER BY actions DESC, owner
