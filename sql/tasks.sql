-- name: lock_task_ids
SELECT pg_advisory_xact_lock(hashtext('trainyard task ids'));

-- name: free_task_id
-- The series stands in a select list, where it goes on row by row; in FROM all of it is made first, which takes 10 ms.
SELECT %(base)s || CASE n WHEN 1 THEN '' ELSE '_' || n END AS task_id
FROM (SELECT generate_series(%(first)s, 100000) AS n) numbers
WHERE NOT EXISTS (SELECT FROM tasks WHERE task_id = %(base)s || CASE n WHEN 1 THEN '' ELSE '_' || n END)
LIMIT 1;

-- name: create_task
INSERT INTO tasks (task_id, workflow_version_id, task_type, parameters, output_directory, db_name, business_context, created_by,
                   task_name, priority, language, idempotency_key, request_digest, parent_task_id, parent_step)
VALUES (%(task_id)s, %(workflow_version_id)s, %(task_type)s, %(parameters)s, %(output_directory)s, %(db_name)s,
        %(business_context)s, %(created_by)s, %(task_name)s, %(priority)s, %(language)s, %(idempotency_key)s, %(request_digest)s,
        %(parent_task_id)s, %(parent_step)s);

-- name: task_of_key
-- The task that the same request made before, and what that request was.
SELECT task_id, request_digest FROM tasks
WHERE coalesce(created_by, '') = coalesce(%(created_by)s, '') AND idempotency_key = %(idempotency_key)s;

-- name: task_of_number
SELECT task_id FROM tasks WHERE number = %(number)s;

-- name: latest_of_workflow
-- Rather one that somebody asked for than a sub-task.
SELECT task_id FROM tasks
WHERE workflow_version_id IN (SELECT id FROM workflow_versions WHERE workflow_id = %(workflow_id)s)
ORDER BY parent_task_id IS NULL DESC, number DESC LIMIT 1;

-- name: change_parameters
UPDATE tasks SET parameters = parameters || %(changes)s::jsonb WHERE task_id = %(task_id)s;

-- name: parent_depth
-- How many tasks stand above this one.
WITH RECURSIVE above AS (
    SELECT parent_task_id, 0 AS depth FROM tasks WHERE task_id = %(task_id)s
    UNION ALL
    SELECT t.parent_task_id, depth + 1 FROM above JOIN tasks t ON t.task_id = above.parent_task_id WHERE depth < 100)
SELECT max(depth) FROM above;

-- name: get_task
SELECT * FROM task_details WHERE task_id = %(task_id)s;

-- name: lock_task
SELECT task_id FROM tasks WHERE task_id = %(task_id)s FOR NO KEY UPDATE;

-- name: page_of_tasks
SELECT d.* FROM (
    SELECT t.task_id, row_number() OVER () AS place FROM (
        SELECT t.task_id FROM tasks t
        WHERE (%(statuses)s::text[] IS NULL OR t.status = ANY (%(statuses)s::text[]))
          AND (%(created_by)s::text IS NULL OR t.created_by = %(created_by)s)
          AND (%(db_name)s::text IS NULL OR t.db_name = %(db_name)s)
          AND (%(task_type)s::text IS NULL OR t.task_type = %(task_type)s)
          AND (%(workflow_id)s::bigint IS NULL OR t.workflow_version_id IN (
              SELECT id FROM workflow_versions WHERE workflow_id = %(workflow_id)s))
          AND (%(created_from)s::timestamptz IS NULL OR t.created_at >= %(created_from)s::timestamptz)
          AND (%(created_to)s::timestamptz IS NULL OR t.created_at <= %(created_to)s::timestamptz)
        ORDER BY CASE WHEN %(sort)s = 'created_at' AND %(descending)s THEN t.created_at END DESC,
                 CASE WHEN %(sort)s = 'created_at' AND NOT %(descending)s THEN t.created_at END,
                 CASE WHEN %(sort)s = 'started_at' AND %(descending)s THEN t.started_at END DESC NULLS LAST,
                 CASE WHEN %(sort)s = 'started_at' AND NOT %(descending)s THEN t.started_at END,
                 CASE WHEN %(sort)s = 'completed_at' AND %(descending)s THEN t.completed_at END DESC NULLS LAST,
                 CASE WHEN %(sort)s = 'completed_at' AND NOT %(descending)s THEN t.completed_at END,
                 CASE WHEN %(sort)s = 'status' AND %(descending)s THEN t.status END DESC,
                 CASE WHEN %(sort)s = 'status' AND NOT %(descending)s THEN t.status END,
                 CASE WHEN %(sort)s = 'db_name' AND %(descending)s THEN t.db_name END DESC NULLS LAST,
                 CASE WHEN %(sort)s = 'db_name' AND NOT %(descending)s THEN t.db_name END,
                 t.task_id DESC
        LIMIT %(limit)s OFFSET %(offset)s) t) page
JOIN task_details d USING (task_id)
ORDER BY page.place;

-- name: count_tasks
SELECT count(*) FROM tasks t
WHERE (%(statuses)s::text[] IS NULL OR t.status = ANY (%(statuses)s::text[]))
  AND (%(created_by)s::text IS NULL OR t.created_by = %(created_by)s)
  AND (%(db_name)s::text IS NULL OR t.db_name = %(db_name)s)
  AND (%(task_type)s::text IS NULL OR t.task_type = %(task_type)s)
  AND (%(workflow_id)s::bigint IS NULL OR t.workflow_version_id IN (
      SELECT id FROM workflow_versions WHERE workflow_id = %(workflow_id)s))
  AND (%(created_from)s::timestamptz IS NULL OR t.created_at >= %(created_from)s::timestamptz)
  AND (%(created_to)s::timestamptz IS NULL OR t.created_at <= %(created_to)s::timestamptz);

-- name: active_task
-- What runs, the newest first; otherwise what completed last.
SELECT * FROM task_details WHERE task_id = coalesce(
    (SELECT task_id FROM tasks WHERE status = 'running' ORDER BY started_at DESC LIMIT 1),
    (SELECT task_id FROM tasks WHERE status = 'completed' ORDER BY completed_at DESC LIMIT 1));

-- name: cancel_idle_task
UPDATE tasks SET status = 'cancelled', completed_at = now()
WHERE task_id = %(task_id)s AND status = ANY (%(cancellable)s)
  AND NOT EXISTS (SELECT FROM executions e WHERE e.task_id = tasks.task_id AND e.status IN ('queued', 'running'))
RETURNING task_id;

-- name: delete_task
DELETE FROM tasks WHERE task_id = %(task_id)s
  AND NOT EXISTS (SELECT FROM executions e WHERE e.task_id = tasks.task_id AND e.status IN ('queued', 'running'))
RETURNING task_id;

-- name: old_tasks
SELECT task_id, created_at, status FROM tasks
WHERE created_at < now() - make_interval(days => %(days)s) AND status IN ('completed', 'failed', 'cancelled')
ORDER BY created_at;

-- name: cleanup_old_tasks
SELECT cleanup_old_tasks(%(days)s) AS task_id;

-- name: existing_tasks
SELECT task_id FROM tasks WHERE task_id = ANY (%(task_ids)s);

-- name: show_requested
-- The task says at once what was asked of it, so that a poll right after the answer does not see an old failure.
UPDATE tasks SET status = CASE WHEN %(admitted)s THEN 'running' ELSE 'pending' END, completed_at = NULL,
       error_code = NULL, error_message = NULL
WHERE task_id = ANY (%(task_ids)s);

-- name: use_table_list
-- jsonb_exists is the operator ?, which drivers take for a placeholder.
UPDATE tasks SET parameters = parameters || jsonb_build_object('table_list_file', %(file_name)s)
WHERE task_id = %(task_id)s AND NOT jsonb_exists(parameters, 'table_list')
RETURNING task_id;
