-- name: queue_positions
-- In the order of admit_executions; the first one is at 1.
SELECT task_id, place FROM (
    SELECT t.task_id, row_number() OVER (ORDER BY
               t.priority + coalesce(extract(epoch FROM now() - e.created_at) / %(ageing_seconds)s::float8, 0) DESC, e.id) AS place
    FROM executions e JOIN tasks t USING (task_id)
    WHERE e.parent_id IS NULL AND e.status = 'queued' AND e.admitted_at IS NULL AND e.stop_requested IS NULL) waiting
WHERE task_id = ANY (%(task_ids)s);
