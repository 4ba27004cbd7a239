-- name: record_outputs
-- What a task's directory holds now, if the execution is still ours: new and changed files are recorded, for the attempt that
-- left them, gone ones forgotten.
WITH ours AS (
    SELECT task_id, execution_id FROM executions
    WHERE execution_id = %(execution_id)s AND run_token = %(run_token)s AND status = 'running'
), present AS (
    SELECT * FROM jsonb_to_recordset(%(files)s) AS f (
        step text, file_name text, file_type text, size_bytes bigint, sha256 text, description text, is_primary boolean,
        modified_at timestamptz)
), gone AS (
    DELETE FROM outputs o USING ours
    WHERE o.task_id = ours.task_id AND o.file_name NOT IN (SELECT file_name FROM present)
)
INSERT INTO outputs (task_id, execution_id, step, file_name, file_type, size_bytes, sha256, description, is_primary, modified_at)
SELECT task_id, coalesce((SELECT c.execution_id FROM executions c
                          WHERE c.parent_id = ours.execution_id AND c.step = present.step ORDER BY c.id DESC LIMIT 1),
                         execution_id),
       step, file_name, file_type, size_bytes, sha256, description, is_primary, modified_at
FROM ours CROSS JOIN present
ON CONFLICT (task_id, file_name) DO UPDATE SET execution_id = excluded.execution_id, step = excluded.step,
    file_type = excluded.file_type, size_bytes = excluded.size_bytes, sha256 = excluded.sha256,
    description = excluded.description, is_primary = excluded.is_primary, modified_at = excluded.modified_at
WHERE (outputs.sha256, outputs.modified_at) IS DISTINCT FROM (excluded.sha256, excluded.modified_at);

-- name: list_outputs
SELECT id, execution_id, step, file_name, file_type, size_bytes, sha256, description, is_primary, created_at, modified_at
FROM outputs WHERE task_id = %(task_id)s ORDER BY file_name;

-- name: outputs_of_execution
-- Of a whole run: what its steps left.
SELECT id, execution_id, step, file_name, file_type, size_bytes, sha256, description, is_primary, created_at, modified_at
FROM outputs WHERE task_id = %(task_id)s AND execution_id IN (
    SELECT e.execution_id FROM executions e
    WHERE e.task_id = %(task_id)s AND (e.execution_id = %(execution_id)s OR e.parent_id = %(execution_id)s))
ORDER BY file_name;

-- name: forget_output
DELETE FROM outputs WHERE task_id = %(task_id)s AND file_name = %(file_name)s;

-- name: measure_output
UPDATE outputs SET size_bytes = %(size_bytes)s, sha256 = %(sha256)s, modified_at = %(modified_at)s
WHERE task_id = %(task_id)s AND file_name = %(file_name)s;
