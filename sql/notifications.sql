-- name: claim_notifications
-- Due ones, taken for as long as the lease: whoever is killed meanwhile leaves them to be taken again afterwards. Those that
-- were never tried come first, so that receivers that are away keep nobody else waiting.
WITH due AS MATERIALIZED (
    SELECT id FROM notifications
    WHERE status = 'waiting' AND next_at <= clock_timestamp() AND NOT target = ANY (%(busy_targets)s::text[])
    ORDER BY attempts, next_at, id LIMIT %(most)s FOR UPDATE SKIP LOCKED
)
UPDATE notifications n SET attempts = n.attempts + 1, next_at = clock_timestamp() + make_interval(secs => %(lease_seconds)s)
FROM due, tasks t WHERE n.id = due.id AND t.task_id = n.task_id
RETURNING n.*, t.parameters, t.language AS asked_in;

-- name: notification_sent
UPDATE notifications SET status = 'sent', sent_at = clock_timestamp(), error = NULL
WHERE id = %(id)s AND status <> 'sent';

-- name: notification_failed
-- Only by the attempt that holds the lease. No retry_seconds = never again.
UPDATE notifications SET error = %(error)s, status = CASE WHEN %(retry_seconds)s::float8 IS NULL THEN 'given_up' ELSE 'waiting' END,
       next_at = clock_timestamp() + make_interval(secs => coalesce(%(retry_seconds)s::float8, 0))
WHERE id = %(id)s AND attempts = %(attempts)s AND status = 'waiting';

-- name: page_of_notifications
SELECT n.*, t.parameters, t.language AS asked_in FROM notifications n JOIN tasks t USING (task_id)
WHERE n.task_id = %(task_id)s ORDER BY n.event_id, n.id LIMIT %(limit)s OFFSET %(offset)s;

-- name: count_notifications
SELECT count(*) FROM notifications WHERE task_id = %(task_id)s;
