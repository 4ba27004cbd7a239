-- name: events_after
-- What happened to a task behind an event, in order.
SELECT task_id, id, happened_at, kind, status, progress, step, step_status, attempt, message
FROM events WHERE task_id = %(task_id)s AND id > %(after_id)s ORDER BY id LIMIT %(limit)s;

-- name: task_as_it_is
-- The task with the id (event_count) and the time of its newest event: one statement, so they belong together.
SELECT d.*, coalesce((SELECT e.happened_at FROM events e WHERE e.task_id = d.task_id AND e.id = d.event_count),
                     d.created_at) AS changed_at
FROM task_details d WHERE d.task_id = %(task_id)s;
