-- name: sessions_of_trainyard
-- Who is connected to the server, but for the one who asks; the name says what it is.
SELECT application_name, count(*) FROM pg_stat_activity
WHERE application_name LIKE 'trainyard%%' AND pid <> pg_backend_pid()
GROUP BY application_name ORDER BY application_name;
