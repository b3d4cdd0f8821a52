-- en: Which links lead to a domain?
-- fi: Mitkä linkit vievät johonkin verkkotunnukseen?
-- :domain | a domain, subdomains included | verkkotunnus alitunnuksineen | example.org
WITH hosts AS (
    SELECT *,
        lower(CASE kind
            WHEN 'email' THEN substr(url, instr(url, '@') + 1)
            ELSE substr(url || '/', instr(url, '//') + 2,
                instr(substr(url || '/', instr(url, '//') + 2), '/') - 1)
        END) AS host
    FROM links_by_meeting
)
SELECT url, anchor, date, meeting, item, title, file, page
FROM hosts
WHERE host = lower(:domain) OR host LIKE '%.' || lower(:domain)
ORDER BY url, date, file
