-- en: Which statutes are cited most?
-- fi: Mihin säädöksiin viitataan eniten?
SELECT ref AS statute, count(*) AS mentions, count(DISTINCT file) AS documents,
    max(reference_title) AS title,
    group_concat(DISTINCT file || coalesce(' ' || item, '')) AS places
FROM references_by_meeting
WHERE kind = 'statute'
GROUP BY ref
ORDER BY documents DESC, mentions DESC, ref
