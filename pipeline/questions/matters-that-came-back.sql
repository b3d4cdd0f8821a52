-- en: Which matters came back, from meeting to meeting?
-- fi: Mitkä asiat palasivat kokouksesta toiseen?
-- :matter | words or digits of the record number | asianumeron osa |
-- :body | words of the body's name | toimielimen nimen sanoja |
-- Matters by record number that were treated in two meetings at least, a row a meeting.
SELECT matter, step, steps, date, meeting, item, title, decisions, file, page
FROM matters_through_time
WHERE steps > 1
    AND (:matter = '' OR matter LIKE '%' || :matter || '%')
    AND (:body = '' OR coalesce(body, '') LIKE '%' || :body || '%')
ORDER BY steps DESC, matter, step
