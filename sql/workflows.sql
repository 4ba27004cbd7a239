-- name: lock_workflows
LOCK TABLE workflows IN SHARE ROW EXCLUSIVE MODE;

-- name: active_workflow
-- By name, or by its id: the version that new tasks take.
SELECT w.id, v.id AS version_id, w.name, v.version, v.label, w.status, w.description, v.definition, w.created_by, w.created_at,
       w.updated_at
FROM workflows w JOIN workflow_versions v ON v.id = w.active_version_id
WHERE w.name = %(name)s OR w.id = %(id)s;

-- name: labelled_workflow
SELECT w.id, v.id AS version_id, w.name, v.version, v.label, w.status, w.description, v.definition, w.created_by, w.created_at,
       w.updated_at
FROM workflows w JOIN workflow_versions v ON v.workflow_id = w.id
WHERE w.id = %(id)s AND v.label = %(label)s;

-- name: workflow_of_version
SELECT w.id, v.id AS version_id, w.name, v.version, v.label, w.status, w.description, v.definition, w.created_by, w.created_at,
       w.updated_at
FROM workflow_versions v JOIN workflows w ON w.id = v.workflow_id
WHERE v.id = %(version_id)s;

-- name: page_of_workflows
SELECT w.id, w.name, v.label, w.status, w.description, jsonb_array_length(v.definition -> 'steps') AS steps_count,
       w.created_at, w.updated_at
FROM workflows w JOIN workflow_versions v ON v.id = w.active_version_id
WHERE %(status)s::text IS NULL OR w.status = %(status)s
ORDER BY w.id LIMIT %(limit)s OFFSET %(offset)s;

-- name: count_workflows
SELECT count(*) FROM workflows WHERE %(status)s::text IS NULL OR status = %(status)s;

-- name: versions_of_workflow
SELECT v.id AS version_id, v.version, v.label, v.created_at, v.id = w.active_version_id AS active
FROM workflow_versions v JOIN workflows w ON w.id = v.workflow_id
WHERE w.id = %(id)s ORDER BY v.version;

-- name: lock_workflow
-- Two new versions at once would take the same number. An UPDATE, because it takes the table's lock before the row's:
-- whoever holds the table (see lock_workflows) never waits for somebody who waits for the table.
UPDATE workflows SET updated_at = now() WHERE id = %(id)s;

-- name: create_workflow
INSERT INTO workflows (name, description, created_by) VALUES (%(name)s, %(description)s, %(created_by)s)
ON CONFLICT (name) DO NOTHING RETURNING id;

-- name: add_version
INSERT INTO workflow_versions (workflow_id, version, label, definition)
SELECT %(id)s, coalesce(max(version), 0) + 1, %(label)s, %(definition)s FROM workflow_versions WHERE workflow_id = %(id)s
ON CONFLICT (workflow_id, label) DO NOTHING
RETURNING id AS version_id;

-- name: activate_version
UPDATE workflows SET active_version_id = %(version_id)s, description = %(description)s, updated_at = now()
WHERE id = %(id)s AND EXISTS (SELECT FROM workflow_versions WHERE id = %(version_id)s AND workflow_id = %(id)s)
RETURNING id;

-- name: set_workflow_status
UPDATE workflows SET status = %(status)s, updated_at = now() WHERE id = %(id)s RETURNING id;
