-- name: put_connection
INSERT INTO connections (name, parameters, secret, task_id, created_by)
VALUES (%(name)s, %(parameters)s, %(secret)s, %(task_id)s, %(created_by)s)
ON CONFLICT (name) DO UPDATE SET parameters = excluded.parameters, secret = excluded.secret, created_by = excluded.created_by;

-- name: get_connection
SELECT name, parameters, secret, task_id, created_at, created_by FROM connections WHERE name = %(name)s;

-- name: list_connections
SELECT name, parameters, secret, task_id, created_at, created_by FROM connections WHERE task_id IS NULL ORDER BY name;

-- name: remove_connection
DELETE FROM connections WHERE name = %(name)s AND task_id IS NULL RETURNING name;
