-- name: copy_logs
COPY logs (task_id, execution_id, position, logged_at, level, step, logger, message) FROM STDIN;

-- name: log_end
SELECT coalesce(max(position), -1) FROM logs WHERE task_id = %(task_id)s;

-- name: forget_logs
DELETE FROM logs WHERE task_id = %(task_id)s;

-- name: page_of_logs
-- newest: the last lines that match, otherwise the first; the caller puts them in order.
SELECT id, logged_at, level, step, logger, message, execution_id FROM logs
WHERE task_id = %(task_id)s
  AND (%(levels)s::text[] IS NULL OR level = ANY (%(levels)s::text[]))
  AND (%(step)s::text IS NULL OR step = %(step)s)
  AND (%(execution_id)s::text IS NULL OR execution_id = %(execution_id)s)
  AND (%(search)s::text IS NULL OR strpos(lower(message), lower(%(search)s)) > 0)
  AND (%(after_id)s::bigint IS NULL OR id > %(after_id)s)
  AND (%(logged_from)s::timestamptz IS NULL OR logged_at >= %(logged_from)s::timestamptz)
  AND (%(logged_to)s::timestamptz IS NULL OR logged_at <= %(logged_to)s::timestamptz)
ORDER BY CASE WHEN %(newest)s THEN id END DESC, CASE WHEN NOT %(newest)s THEN id END
LIMIT %(limit)s OFFSET %(offset)s;

-- name: count_logs
SELECT count(*) FROM logs
WHERE task_id = %(task_id)s
  AND (%(levels)s::text[] IS NULL OR level = ANY (%(levels)s::text[]))
  AND (%(step)s::text IS NULL OR step = %(step)s)
  AND (%(execution_id)s::text IS NULL OR execution_id = %(execution_id)s)
  AND (%(search)s::text IS NULL OR strpos(lower(message), lower(%(search)s)) > 0)
  AND (%(logged_from)s::timestamptz IS NULL OR logged_at >= %(logged_from)s::timestamptz)
  AND (%(logged_to)s::timestamptz IS NULL OR logged_at <= %(logged_to)s::timestamptz);

-- name: logs_after
-- By keyset alone, as a tail is followed.
SELECT id, logged_at, level, step, logger, message, execution_id FROM logs
WHERE task_id = %(task_id)s AND id > %(after_id)s ORDER BY id LIMIT %(limit)s;

-- name: last_logs
SELECT id, logged_at, level, step, logger, message, execution_id FROM logs
WHERE task_id = %(task_id)s AND (%(levels)s::text[] IS NULL OR level = ANY (%(levels)s::text[]))
ORDER BY id DESC LIMIT %(limit)s;

-- name: newest_log
SELECT coalesce(max(id), 0) FROM logs WHERE task_id = %(task_id)s;
