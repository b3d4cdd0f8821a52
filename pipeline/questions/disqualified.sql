-- en: Who was disqualified, and from what?
-- fi: Kuka on ollut esteellinen, ja missä asiassa?
-- The presence of somebody at an item for which the document gives a reason that speaks of it.
SELECT date, meeting, item, title, name, standing, reason, file
FROM presence_by_item
WHERE attendee_id IN
        (SELECT attendee_id FROM presences
        WHERE reason LIKE '%esteelli%' OR reason LIKE '%jääv%' OR reason LIKE '%jäv%')
    AND (reason LIKE '%esteelli%' OR reason LIKE '%jääv%' OR reason LIKE '%jäv%')
ORDER BY date, file, item
