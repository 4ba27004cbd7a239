-- name: record_output
INSERT INTO outputs (task_id, execution_id, step, file_name, file_type, size_bytes, sha256, description, is_primary, modified_at)
VALUES (%(task_id)s, %(execution_id)s, %(step)s, %(file_name)s, %(file_type)s, %(size_bytes)s, %(sha256)s, %(description)s,
        %(is_primary)s, %(modified_at)s)
ON CONFLICT (task_id, file_name) DO UPDATE SET execution_id = excluded.execution_id, step = excluded.step,
    file_type = excluded.file_type, size_bytes = excluded.size_bytes, sha256 = excluded.sha256,
    description = excluded.description, is_primary = excluded.is_primary, modified_at = excluded.modified_at;

-- name: forget_missing
DELETE FROM outputs WHERE task_id = %(task_id)s AND NOT file_name = ANY (%(present)s::text[]);

-- name: list_outputs
SELECT id, execution_id, step, file_name, file_type, size_bytes, sha256, description, is_primary, created_at, modified_at
FROM outputs WHERE task_id = %(task_id)s ORDER BY file_name;
