-- name: page_of_step_rows
-- A row per attempt of a step: a child, or a root that is one step. It waits from the moment when it could start: when what
-- it stands on was done in this run, when the attempt before it had ended, or else when the run was asked for.
SELECT e.id, e.execution_id, e.step, s.step -> 'name' AS name, s.place AS step_order, e.status, e.attempt, e.started_at, e.completed_at,
       extract(epoch FROM e.completed_at - e.started_at)::float8 AS duration_seconds,
       extract(epoch FROM coalesce(e.started_at, e.completed_at, now()) - coalesce(before.ended_at, root.created_at, e.created_at))::float8
           AS waiting_seconds,
       e.progress, e.progress_message, e.exit_code, e.cpu_seconds, e.peak_memory_bytes, e.error_code, e.error_message,
       coalesce(left_files.names, '{}') AS file_names
FROM (SELECT * FROM executions WHERE task_id = %(task_id)s AND step <> 'complete'
      ORDER BY id LIMIT %(limit)s OFFSET %(offset)s) e
JOIN tasks t USING (task_id) JOIN workflow_versions v ON v.id = t.workflow_version_id
LEFT JOIN executions root ON root.execution_id = e.parent_id
LEFT JOIN LATERAL jsonb_array_elements(v.definition -> 'steps') WITH ORDINALITY AS s (step, place) ON s.step ->> 'id' = e.step
LEFT JOIN LATERAL (
    SELECT max(o.completed_at) AS ended_at FROM executions o
    WHERE o.parent_id = e.parent_id AND o.id < e.id AND (o.step = e.step OR (s.step -> 'depends_on') @> to_jsonb(o.step))) before ON true
LEFT JOIN LATERAL (
    SELECT array_agg(f.file_name ORDER BY f.file_name) AS names FROM outputs f WHERE f.execution_id = e.execution_id) left_files ON true
ORDER BY e.id;

-- name: count_step_rows
SELECT count(*) FROM executions WHERE task_id = %(task_id)s AND step <> 'complete';

-- name: step_standings
-- Every step of a task in the order of the definition, each as its latest row says.
SELECT s.step ->> 'id' AS id, s.step -> 'name' AS name, s.step ->> 'kind' AS kind, s.place AS step_order,
       latest.status, coalesce(latest.attempt, 0) AS attempt, coalesce(latest.progress, 0)::float8 AS progress, latest.progress_message,
       latest.started_at, latest.completed_at, latest.error_code, latest.error_message
FROM tasks t JOIN workflow_versions v ON v.id = t.workflow_version_id
CROSS JOIN LATERAL jsonb_array_elements(v.definition -> 'steps') WITH ORDINALITY AS s (step, place)
LEFT JOIN (
    SELECT DISTINCT ON (e.step) e.* FROM executions e WHERE e.task_id = %(task_id)s ORDER BY e.step, e.id DESC
) latest ON latest.step = s.step ->> 'id'
WHERE t.task_id = %(task_id)s
ORDER BY s.place;

-- name: execution_of_task
-- By its number or its name.
SELECT execution_id FROM executions
WHERE task_id = %(task_id)s AND (id = %(number)s::bigint OR execution_id = %(execution_id)s);
