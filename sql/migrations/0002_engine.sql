-- One engine for every workflow: stable workflow ids above immutable versions, priorities, pause and freeze, a row per
-- attempt, sub-tasks, and an ordered record of what happens to a task (events), which live clients follow.

-- Workflows and their versions ------------------------------------------------------------------------------------------
DROP VIEW data_pipeline_tasks, task_details;  -- made anew at the end
ALTER TABLE workflows RENAME TO workflow_versions;
ALTER SEQUENCE workflows_id_seq RENAME TO workflow_versions_id_seq;
ALTER TABLE workflow_versions RENAME CONSTRAINT workflows_pkey TO workflow_versions_pkey;
CREATE TABLE workflows (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (name <> ''),
    description text NOT NULL DEFAULT '',
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'deprecated')),
    active_version_id bigint REFERENCES workflow_versions,
    created_by text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX workflows_active_version ON workflows (active_version_id);
COMMENT ON COLUMN workflows.active_version_id IS 'what new tasks are made with';
INSERT INTO workflows (name, created_at) SELECT name, min(created_at) FROM workflow_versions GROUP BY name;
ALTER TABLE workflow_versions ADD COLUMN workflow_id bigint REFERENCES workflows, ADD COLUMN label text;
UPDATE workflow_versions v SET workflow_id = w.id, label = v.version || '.0.0',
       definition = v.definition - 'name' - 'description' - 'log_file' || jsonb_build_object(
           'workflow', jsonb_build_object('name', v.name, 'version', v.version || '.0.0',
                                          'description', coalesce(v.definition ->> 'description', '')),
           'output', jsonb_build_object('log_file', v.definition ->> 'log_file'),
           'execution', '{"max_running": 0, "max_parallel": 1, "timeout_minutes": null}' || (v.definition -> 'execution'),
           'steps', (SELECT jsonb_agg('{"kind": "python", "retry_count": 0, "retry_delay_seconds": 1, "timeout_minutes": null}'
                         || (s - 'outputs' - 'enabled_by') || jsonb_build_object(
                         'module', split_part(s ->> 'function', ':', 1), 'function', split_part(s ->> 'function', ':', 2),
                         'order', place, 'retry_max_delay_seconds', 300, 'retry_on', '["transient"]'::jsonb,
                         'required_files', '[]'::jsonb, 'cleanup_patterns', '[]'::jsonb,
                         'on_failure', '{"action": "stop"}'::jsonb,
                         'when', CASE WHEN s ? 'enabled_by' THEN jsonb_build_array(jsonb_build_object(
                             'parameter', s -> 'enabled_by', 'operator', '!=', 'value', false)) ELSE '[]' END,
                         'output_files', (SELECT coalesce(jsonb_agg('{"description": null, "primary": false}' || o || '{"required": false}'), '[]')
                                          FROM jsonb_array_elements(coalesce(s -> 'outputs', '[]')) AS o)) ORDER BY place)
                     FROM jsonb_array_elements(v.definition -> 'steps') WITH ORDINALITY AS steps (s, place)))
FROM workflows w WHERE w.name = v.name;
UPDATE workflows w SET active_version_id = (SELECT id FROM workflow_versions v WHERE v.workflow_id = w.id
                                            ORDER BY version DESC LIMIT 1);
ALTER TABLE workflow_versions ALTER COLUMN workflow_id SET NOT NULL, ALTER COLUMN label SET NOT NULL,
    DROP COLUMN name, ADD UNIQUE (workflow_id, version), ADD UNIQUE (workflow_id, label);

-- Tasks -----------------------------------------------------------------------------------------------------------------
ALTER TABLE tasks RENAME COLUMN workflow_id TO workflow_version_id;
ALTER INDEX tasks_workflow RENAME TO tasks_workflow_version;
ALTER TABLE tasks
    ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    ADD COLUMN task_name text,
    ADD COLUMN priority integer NOT NULL DEFAULT 0 CHECK (priority BETWEEN -1000 AND 1000),
    ADD COLUMN language text CHECK (language IN ('zh', 'en')),
    ADD COLUMN idempotency_key text,
    ADD COLUMN request_digest text,
    ADD COLUMN parent_task_id text REFERENCES tasks ON DELETE CASCADE,
    ADD COLUMN parent_step text,
    ADD COLUMN event_count bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN tasks.number IS 'what the faces with whole numbers for ids call it';
COMMENT ON COLUMN tasks.language IS 'what its log and errors speak, unless a parameter of that name says otherwise; NULL = zh';
COMMENT ON COLUMN tasks.parent_task_id IS 'set for a sub-task: it runs on the slot of the task whose step it is';
COMMENT ON COLUMN tasks.event_count IS 'the id of its newest event; taking the next one holds the row, so ids are in commit order';
CREATE UNIQUE INDEX tasks_idempotency_key ON tasks (coalesce(created_by, ''), idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX tasks_parent ON tasks (parent_task_id);

-- Executions ------------------------------------------------------------------------------------------------------------
ALTER TABLE executions
    DROP CONSTRAINT executions_status_check,
    DROP CONSTRAINT executions_stop_requested_check,
    ADD COLUMN plan text[],
    ADD COLUMN changed_parameters jsonb,
    ADD COLUMN frozen_at timestamptz,
    ADD COLUMN peak_memory_bytes bigint,
    ADD CONSTRAINT executions_status_check
        CHECK (status IN ('queued', 'running', 'completed', 'failed', 'timeout', 'cancelled', 'skipped', 'paused')),
    ADD CONSTRAINT executions_stop_requested_check CHECK (stop_requested IN ('cancel', 'timeout', 'pause', 'freeze'));
ALTER TABLE executions DROP CONSTRAINT executions_check, ADD CONSTRAINT executions_started
    CHECK ((status = 'queued') = (started_at IS NULL) OR status IN ('cancelled', 'failed', 'skipped', 'paused'));
COMMENT ON COLUMN executions.plan IS 'the steps that a complete execution is to do, in the order of the definition; NULL = all';
COMMENT ON COLUMN executions.frozen_at IS 'since when its processes have been stopped by an immediate pause';
CREATE UNIQUE INDEX executions_attempt ON executions (parent_id, step, attempt) WHERE parent_id IS NOT NULL;
CREATE INDEX executions_step_history ON executions (step, completed_at DESC) WHERE parent_id IS NOT NULL AND status = 'completed';

-- What happens to a task, in order --------------------------------------------------------------------------------------
CREATE TABLE events (
    task_id text NOT NULL REFERENCES tasks ON DELETE CASCADE,
    id bigint NOT NULL,
    happened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind text NOT NULL CHECK (kind IN ('status', 'step', 'progress')),
    status text NOT NULL,
    progress integer NOT NULL,
    step text,
    step_status text,
    attempt integer,
    message text,
    PRIMARY KEY (task_id, id)
);
COMMENT ON TABLE events IS 'Counted per task in commit order, so whoever has seen id N misses nothing by asking for what is above N.';

CREATE TABLE user_preferences (
    user_id text PRIMARY KEY,
    default_workflow_id bigint REFERENCES workflows,
    default_timeout integer CHECK (default_timeout > 0),
    preferred_date text,
    notification_preferences jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX user_preferences_workflow ON user_preferences (default_workflow_id);
COMMENT ON COLUMN user_preferences.default_timeout IS 'minutes';

-- How far a task is, in percent: its steps by weight, each as its latest execution says. A new run does not look back on
-- the row of an earlier attempt: the latest row of a step counts.
CREATE FUNCTION task_progress(wanted text) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN (SELECT status FROM tasks WHERE task_id = wanted) = 'completed' THEN 100 ELSE
        coalesce(round(100 * sum(weight * done) / nullif(sum(weight), 0)), 0)::integer END
    FROM (SELECT coalesce((s.step ->> 'weight')::numeric, 1) AS weight,
                 CASE WHEN latest.status IN ('completed', 'skipped') THEN 1 ELSE coalesce(latest.progress::numeric, 0) END AS done
          FROM tasks t JOIN workflow_versions v ON v.id = t.workflow_version_id
          CROSS JOIN LATERAL jsonb_array_elements(v.definition -> 'steps') AS s (step)
          LEFT JOIN LATERAL (SELECT e.status, e.progress FROM executions e
                             WHERE e.task_id = wanted AND e.step = s.step ->> 'id' ORDER BY e.id DESC LIMIT 1) latest ON true
          WHERE t.task_id = wanted) steps
$$;

CREATE FUNCTION record_event(wanted text, kind text, step text, step_status text, attempt integer, message text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    counted record;
BEGIN
    UPDATE tasks SET event_count = event_count + 1 WHERE task_id = wanted RETURNING event_count, status INTO counted;
    IF FOUND THEN
        INSERT INTO events (task_id, id, kind, status, progress, step, step_status, attempt, message)
        VALUES (wanted, counted.event_count, kind, counted.status, task_progress(wanted), step, step_status, attempt, message);
        PERFORM pg_notify('trainyard_events', wanted);
    END IF;
END
$$;

CREATE FUNCTION on_task_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM record_event(NEW.task_id, 'status', NULL, NULL, NULL, NEW.error_message);
    RETURN NULL;
END
$$;
CREATE TRIGGER task_status AFTER UPDATE OF status ON tasks
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION on_task_status();

-- A step's row is a child, or a root that is that step alone; the roots of whole runs speak through their tasks.
CREATE FUNCTION on_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.status = NEW.status THEN
        PERFORM record_event(NEW.task_id, 'progress', NEW.step, NEW.status, NEW.attempt, NEW.progress_message);
    ELSE
        PERFORM record_event(NEW.task_id, 'step', NEW.step, NEW.status, NEW.attempt, NEW.error_message);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER step_started AFTER INSERT ON executions
    FOR EACH ROW WHEN (NEW.step <> 'complete') EXECUTE FUNCTION on_step();
CREATE TRIGGER step_changed AFTER UPDATE OF status, progress, progress_message ON executions
    FOR EACH ROW WHEN (NEW.step <> 'complete' AND (OLD.status, OLD.progress, OLD.progress_message)
                       IS DISTINCT FROM (NEW.status, NEW.progress, NEW.progress_message)) EXECUTE FUNCTION on_step();

-- Whoever dispatches looks at once when something begins to wait or makes room.
CREATE FUNCTION on_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('trainyard_queue', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER queue_joined AFTER INSERT ON executions
    FOR EACH ROW WHEN (NEW.parent_id IS NULL) EXECUTE FUNCTION on_queue();
CREATE TRIGGER queue_left AFTER UPDATE OF status ON executions
    FOR EACH ROW WHEN (NEW.parent_id IS NULL AND NEW.completed_at IS NOT NULL AND OLD.completed_at IS NULL)
    EXECUTE FUNCTION on_queue();

-- Lets what waits start: larger priority first, waiting counted as priority (a point per ageing_seconds; NULL = none),
-- then age; one after the other, because whoever is held back by one limit must not use up another. NULL = no limit.
-- The caller holds the limit's lock. Sub-tasks run on the slot of their parents and are never counted.
CREATE FUNCTION admit_executions(most integer, most_of_user integer, ageing_seconds float8) RETURNS SETOF executions
LANGUAGE plpgsql AS $$
DECLARE
    total integer;
    of_user jsonb;
    of_workflow jsonb;
    one record;
    granted executions;
BEGIN
    SELECT count(*), coalesce(jsonb_object_agg(owner, by_user) FILTER (WHERE owner IS NOT NULL), '{}')
    INTO total, of_user FROM (
        SELECT coalesce(t.created_by, '') AS owner, count(*) OVER (PARTITION BY coalesce(t.created_by, '')) AS by_user
        FROM executions e JOIN tasks t USING (task_id)
        WHERE e.parent_id IS NULL AND e.status IN ('queued', 'running') AND e.admitted_at IS NOT NULL
          AND t.parent_task_id IS NULL) live;
    SELECT coalesce(jsonb_object_agg(workflow_id, running), '{}') INTO of_workflow FROM (
        SELECT v.workflow_id, count(*) AS running
        FROM executions e JOIN tasks t USING (task_id) JOIN workflow_versions v ON v.id = t.workflow_version_id
        WHERE e.parent_id IS NULL AND e.status IN ('queued', 'running') AND e.admitted_at IS NOT NULL
          AND t.parent_task_id IS NULL
        GROUP BY v.workflow_id) live;
    FOR one IN
        SELECT e.id, w.id::text AS workflow, coalesce(t.created_by, '') AS owner,
               (v.definition #>> '{execution,max_running}')::integer AS most_of_workflow
        FROM executions e JOIN tasks t USING (task_id) JOIN workflow_versions tv ON tv.id = t.workflow_version_id
        JOIN workflows w ON w.id = tv.workflow_id JOIN workflow_versions v ON v.id = w.active_version_id
        WHERE e.parent_id IS NULL AND e.status = 'queued' AND e.admitted_at IS NULL AND e.stop_requested IS NULL
        ORDER BY t.priority + coalesce(extract(epoch FROM clock_timestamp() - e.created_at) / ageing_seconds, 0) DESC, e.id
    LOOP
        EXIT WHEN total >= most;
        CONTINUE WHEN coalesce((of_user ->> one.owner)::integer, 0) >= most_of_user
                   OR coalesce((of_workflow ->> one.workflow)::integer, 0) >= nullif(one.most_of_workflow, 0);
        -- Looked at once more: it may have been cancelled while this waited for its row.
        UPDATE executions SET admitted_at = clock_timestamp()
        WHERE id = one.id AND status = 'queued' AND admitted_at IS NULL AND stop_requested IS NULL
        RETURNING * INTO granted;
        CONTINUE WHEN NOT FOUND;
        total := total + 1;
        of_user := of_user || jsonb_build_object(one.owner, coalesce((of_user ->> one.owner)::integer, 0) + 1);
        of_workflow := of_workflow || jsonb_build_object(one.workflow, coalesce((of_workflow ->> one.workflow)::integer, 0) + 1);
        RETURN NEXT granted;
    END LOOP;
END
$$;

-- Views -----------------------------------------------------------------------------------------------------------------
-- A task with what is computed from its executions: one row by primary key answers a poll.
CREATE VIEW task_details AS
SELECT t.*, w.id AS workflow_id, w.name AS workflow_name, v.version AS workflow_version, v.label AS workflow_label,
       steps.step_status, steps.progress, live.current_execution, live.stop_requested, live.queued_at, live.admitted_at
FROM tasks t
JOIN workflow_versions v ON v.id = t.workflow_version_id
JOIN workflows w ON w.id = v.workflow_id
CROSS JOIN LATERAL (
    SELECT coalesce(json_object_agg(s.step ->> 'id', coalesce(latest.status, 'pending') ORDER BY s.place)
                    FILTER (WHERE s.step IS NOT NULL), '{}') AS step_status,
           CASE t.status WHEN 'completed' THEN 100 ELSE
               coalesce(round(100 * sum(coalesce((s.step ->> 'weight')::numeric, 1) * CASE
                   WHEN latest.status IN ('completed', 'skipped') THEN 1
                   ELSE coalesce(latest.progress::numeric, 0) END)
                   / nullif(sum(coalesce((s.step ->> 'weight')::numeric, 1)), 0)), 0)::integer END AS progress
    FROM jsonb_array_elements(v.definition -> 'steps') WITH ORDINALITY AS s (step, place)
    LEFT JOIN (
        SELECT DISTINCT ON (e.step) e.step, e.status, e.progress
        FROM executions e WHERE e.task_id = t.task_id ORDER BY e.step, e.id DESC
    ) latest ON latest.step = s.step ->> 'id'
) steps
LEFT JOIN LATERAL (
    SELECT json_build_object('execution_id', e.execution_id, 'step', e.step, 'status', e.status,
                             'started_at', to_char(coalesce(e.started_at, e.admitted_at), 'YYYY-MM-DD"T"HH24:MI:SS'),
                             'progress_message', e.progress_message) AS current_execution,
           r.stop_requested, r.created_at AS queued_at, r.admitted_at
    FROM executions e JOIN executions r ON r.task_id = e.task_id AND r.parent_id IS NULL AND r.status IN ('queued', 'running')
    WHERE e.task_id = t.task_id AND e.status IN ('queued', 'running')
    ORDER BY e.id DESC LIMIT 1
) live ON true;

CREATE VIEW data_pipeline_tasks AS
SELECT task_id AS id, task_type, CASE status WHEN 'running' THEN 'in_progress' ELSE status END AS status,
       parameters, result, error_message, step_status::jsonb AS step_status, output_directory,
       created_at, started_at, completed_at, created_by, db_name, business_context
FROM task_details;
CREATE TRIGGER read_only INSTEAD OF INSERT OR UPDATE OR DELETE ON data_pipeline_tasks
    FOR EACH ROW EXECUTE FUNCTION refuse_write();
