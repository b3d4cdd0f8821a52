-- en: What was decided about something?
-- fi: Mitä jostakin on päätetty?
-- :words | words of the item's title or of the decision | otsikon tai päätöksen sanoja | koulu
-- :since | meetings from this day on | kokoukset tästä päivästä alkaen |
SELECT date, meeting, item, title, kind, text, file, page
FROM decisions_with_items
WHERE (:words = '' OR coalesce(title, '') || ' ' || text LIKE '%' || :words || '%')
    AND (:since = '' OR date >= :since)
ORDER BY date, file, page
