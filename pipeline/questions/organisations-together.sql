-- en: Which organisations came up together?
-- fi: Mitkä organisaatiot on mainittu yhdessä?
-- :organisation | words of one organisation's name | toisen organisaation nimen sanoja | hyvinvointialue
-- Both are named in one agenda item, points under it included.
WITH named AS (
    SELECT DISTINCT coalesce(organisations.identifier, organisations.name) AS organisation,
        organisations.name, tops.id AS item_id
    FROM mentions
    JOIN organisations ON organisations.id = mentions.organisation_id
    JOIN items ON items.id = mentions.item_id
    JOIN items AS tops ON tops.document_id = items.document_id
        AND tops.path = substr(items.path || '.', 1, instr(items.path || '.', '.') - 1)
    WHERE mentions.document_id NOT IN
        (SELECT document_id FROM document_links WHERE kind <> 'part')
)
SELECT min(one.name) AS organisation, min(other.name) AS other,
    count(DISTINCT one.item_id) AS items,
    count(DISTINCT items.document_id) AS documents,
    group_concat(DISTINCT documents.file || ' ' || items.path) AS places
FROM named AS one
JOIN named AS other ON other.item_id = one.item_id AND other.organisation <> one.organisation
JOIN items ON items.id = one.item_id
JOIN documents ON documents.id = items.document_id
WHERE (one.organisation < other.organisation
        OR (:organisation <> '' AND other.name NOT LIKE '%' || :organisation || '%'))
    AND (:organisation = '' OR one.name LIKE '%' || :organisation || '%')
GROUP BY one.organisation, other.organisation
ORDER BY items DESC, organisation, other
