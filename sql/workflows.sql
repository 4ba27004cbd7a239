-- name: lock_workflows
LOCK TABLE workflows IN SHARE ROW EXCLUSIVE MODE;

-- name: latest_workflow
SELECT id, name, version, definition, created_at FROM workflows WHERE name = %(name)s ORDER BY version DESC LIMIT 1;

-- name: get_workflow
SELECT id, name, version, definition, created_at FROM workflows WHERE id = %(id)s;

-- name: add_version
INSERT INTO workflows (name, version, definition)
SELECT %(name)s, coalesce(max(version), 0) + 1, %(definition)s FROM workflows WHERE name = %(name)s
RETURNING id, name, version, definition, created_at;
