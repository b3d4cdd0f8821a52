-- en: What was decided by vote, and how did each vote fall?
-- fi: Mistä on äänestetty, ja miten äänet jakautuivat?
-- :since | meetings from this day on | kokoukset tästä päivästä alkaen |
-- "for" is for the presenter's proposal; names stand where the document prints them.
SELECT date, meeting, item, title, votes.for_count AS "for", votes.against_count AS against,
    votes.abstain_count AS abstain, votes.blank_count AS blank, votes.absent_count AS absent,
    (SELECT group_concat(name, ', ') FROM
        (SELECT name FROM ballots WHERE decision_id = votes.decision_id AND choice = 'for'
        ORDER BY position) AS voters) AS names_for,
    (SELECT group_concat(name, ', ') FROM
        (SELECT name FROM ballots WHERE decision_id = votes.decision_id AND choice = 'against'
        ORDER BY position) AS voters) AS names_against,
    text, file, page
FROM decisions_with_items
JOIN votes ON votes.decision_id = decisions_with_items.id
WHERE :since = '' OR date >= :since
ORDER BY date, file, page
