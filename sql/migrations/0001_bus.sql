-- The bus: what server and executor tell each other. Times are timestamptz; states are text with a CHECK.

CREATE TABLE workflows (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    version integer NOT NULL,
    definition jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (name, version)
);
COMMENT ON TABLE workflows IS 'Versions never change; a task keeps the one that it was made with.';

CREATE TABLE tasks (
    task_id text PRIMARY KEY CHECK (task_id ~ '^(task|manual)_\d{8}_\d{6}(_\d+)?$'),
    workflow_id bigint NOT NULL REFERENCES workflows,
    task_type text NOT NULL,
    status text NOT NULL DEFAULT 'pending'
        CHECK (status IN ('pending', 'running', 'paused', 'partial_completed', 'completed', 'failed', 'cancelled')),
    parameters jsonb NOT NULL,
    result jsonb,
    error_code text,
    error_message text,
    output_directory text NOT NULL,
    db_name text,
    business_context text,
    created_by text,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    completed_at timestamptz
);
CREATE INDEX tasks_created_at ON tasks (created_at DESC, task_id DESC);
CREATE INDEX tasks_status ON tasks (status, created_at DESC);
CREATE INDEX tasks_db_name ON tasks (db_name, created_at DESC);
CREATE INDEX tasks_created_by ON tasks (created_by, created_at DESC);
CREATE INDEX tasks_workflow ON tasks (workflow_id);

CREATE TABLE executions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    execution_id text NOT NULL UNIQUE,
    task_id text NOT NULL REFERENCES tasks ON DELETE CASCADE,
    parent_id text REFERENCES executions (execution_id) ON DELETE CASCADE,
    step text NOT NULL,
    first_step text NOT NULL,
    status text NOT NULL DEFAULT 'queued'
        CHECK (status IN ('queued', 'running', 'completed', 'failed', 'timeout', 'cancelled', 'skipped')),
    attempt integer NOT NULL DEFAULT 1 CHECK (attempt > 0),
    force_executed boolean NOT NULL DEFAULT false,
    clean_previous boolean NOT NULL DEFAULT true,
    files_cleaned boolean NOT NULL DEFAULT false,
    -- from request to claim
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text,
    admitted_at timestamptz,
    launched_at timestamptz,
    -- the claim: who runs it
    run_token uuid,
    host text,
    boot_id text,
    pid integer,
    pid_started text,
    step_pid integer,
    step_pid_started text,
    heartbeat_at timestamptz,
    memory_bytes bigint,
    cpu_seconds real,
    started_at timestamptz,
    -- how it goes and ends
    progress real NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
    progress_message text,
    stop_requested text CHECK (stop_requested IN ('cancel', 'timeout', 'pause')),
    completed_at timestamptz,
    exit_code integer,
    error_code text,
    error_message text,
    result jsonb,
    CHECK ((status = 'queued') = (started_at IS NULL) OR status IN ('cancelled', 'failed', 'skipped')),
    CHECK ((status IN ('queued', 'running')) = (completed_at IS NULL))
);
COMMENT ON COLUMN executions.step IS 'complete = the whole workflow; its steps are child rows';
COMMENT ON COLUMN executions.first_step IS 'where a complete run starts: the first step, or the one that is resumed';
COMMENT ON COLUMN executions.admitted_at IS 'when the limits let it start; NULL = waiting in the queue';
COMMENT ON COLUMN executions.run_token IS 'minted by the claim; every write of the executor carries it';
-- One live execution per task: the rule is the database's.
CREATE UNIQUE INDEX executions_one_live_per_task ON executions (task_id) WHERE parent_id IS NULL AND status IN ('queued', 'running');
CREATE INDEX executions_live ON executions (status, created_at) WHERE status IN ('queued', 'running');
CREATE INDEX executions_task ON executions (task_id, id);
CREATE INDEX executions_parent ON executions (parent_id);
CREATE INDEX executions_started_at ON executions (started_at DESC);

CREATE TABLE logs (
    task_id text NOT NULL REFERENCES tasks ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    execution_id text,
    position bigint NOT NULL,
    logged_at timestamptz NOT NULL,
    level text NOT NULL CHECK (level IN ('DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL')),
    step text,
    logger text NOT NULL,
    message text NOT NULL,
    PRIMARY KEY (task_id, id),
    UNIQUE (task_id, position)
);
COMMENT ON COLUMN logs.position IS 'byte offset of the line in data_pipeline.log, which is the truth; the table is its index';
COMMENT ON COLUMN logs.execution_id IS 'no foreign key: executions go only with their task, and a check per line costs a third of the speed';
CREATE INDEX logs_serious ON logs (task_id, id) WHERE level IN ('WARNING', 'ERROR', 'CRITICAL');

CREATE TABLE outputs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    task_id text NOT NULL REFERENCES tasks ON DELETE CASCADE,
    execution_id text REFERENCES executions (execution_id) ON DELETE SET NULL,
    step text,
    file_name text NOT NULL,
    file_type text NOT NULL,
    size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
    sha256 text NOT NULL,
    description text,
    is_primary boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    modified_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (task_id, file_name)
);
CREATE INDEX outputs_execution ON outputs (execution_id);

CREATE TABLE connections (
    name text PRIMARY KEY,
    parameters jsonb NOT NULL,
    secret text,
    task_id text REFERENCES tasks ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text
);
COMMENT ON COLUMN connections.parameters IS 'libpq parameters without the password';
COMMENT ON COLUMN connections.secret IS 'the password, encrypted (Fernet)';
COMMENT ON COLUMN connections.task_id IS 'set for a connection given inline with a task; it goes when the task goes';
CREATE INDEX connections_task ON connections (task_id);

CREATE TABLE users (
    username text PRIMARY KEY,
    password_hash text NOT NULL,
    role text NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
    created_at timestamptz NOT NULL DEFAULT now()
);

-- An execution id that is free: the same step twice within a second gets _2, _3, ...
CREATE FUNCTION free_execution_id(base text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    candidate text := base;
    suffix integer := 1;
BEGIN
    WHILE EXISTS (SELECT FROM executions WHERE execution_id = candidate) LOOP
        suffix := suffix + 1;
        candidate := base || '_' || suffix;
    END LOOP;
    RETURN candidate;
END
$$;

-- A task with what is computed from its executions: one row by primary key answers a poll.
CREATE VIEW task_details AS
SELECT t.*, w.name AS workflow_name, w.version AS workflow_version,
       steps.step_status, steps.progress, live.current_execution
FROM tasks t
JOIN workflows w ON w.id = t.workflow_id
CROSS JOIN LATERAL (
    SELECT json_object_agg(s.step ->> 'id', coalesce(latest.status, 'pending') ORDER BY s.place) AS step_status,
           round(sum((s.step ->> 'weight')::numeric * CASE
               WHEN latest.status IN ('completed', 'skipped') THEN 1
               ELSE coalesce(latest.progress::numeric, 0) END))::integer AS progress
    FROM jsonb_array_elements(w.definition -> 'steps') WITH ORDINALITY AS s (step, place)
    LEFT JOIN (
        SELECT DISTINCT ON (e.step) e.step, e.status, e.progress
        FROM executions e WHERE e.task_id = t.task_id ORDER BY e.step, e.id DESC
    ) latest ON latest.step = s.step ->> 'id'
) steps
LEFT JOIN LATERAL (
    SELECT json_build_object('execution_id', e.execution_id, 'step', e.step, 'status', e.status,
                             'started_at', to_char(coalesce(e.started_at, e.admitted_at), 'YYYY-MM-DD"T"HH24:MI:SS'),
                             'progress_message', e.progress_message) AS current_execution
    FROM executions e WHERE e.task_id = t.task_id AND e.status IN ('queued', 'running')
    ORDER BY e.id DESC LIMIT 1
) live ON true;

-- The specification's names and columns, to read from.
CREATE VIEW data_pipeline_tasks AS
SELECT task_id AS id, task_type, CASE status WHEN 'running' THEN 'in_progress' ELSE status END AS status,
       parameters, result, error_message, step_status::jsonb AS step_status, output_directory,
       created_at, started_at, completed_at, created_by, db_name, business_context
FROM task_details;

CREATE VIEW data_pipeline_task_executions AS
SELECT id, task_id, step AS execution_step, status, started_at, completed_at, error_message,
       result AS execution_result, execution_id, force_executed, files_cleaned
FROM executions;

CREATE VIEW data_pipeline_task_logs AS
SELECT id, task_id, execution_id, level AS log_level, message, step AS step_name, logger AS module_name,
       NULL::text AS function_name, logged_at AS timestamp, '{}'::jsonb AS extra_data
FROM logs;

CREATE VIEW data_pipeline_task_outputs AS
SELECT o.id, o.task_id, o.execution_id, o.file_type, o.file_name, t.output_directory || '/' || o.file_name AS file_path,
       o.size_bytes AS file_size, o.sha256 AS content_hash, o.description, o.created_at, o.modified_at,
       o.is_primary, true AS is_downloadable
FROM outputs o JOIN tasks t USING (task_id);

CREATE FUNCTION refuse_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the view % is read-only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER read_only INSTEAD OF INSERT OR UPDATE OR DELETE ON data_pipeline_tasks
    FOR EACH ROW EXECUTE FUNCTION refuse_write();
CREATE TRIGGER read_only INSTEAD OF INSERT OR UPDATE OR DELETE ON data_pipeline_task_executions
    FOR EACH ROW EXECUTE FUNCTION refuse_write();
CREATE TRIGGER read_only INSTEAD OF INSERT OR UPDATE OR DELETE ON data_pipeline_task_logs
    FOR EACH ROW EXECUTE FUNCTION refuse_write();
CREATE TRIGGER read_only INSTEAD OF INSERT OR UPDATE OR DELETE ON data_pipeline_task_outputs
    FOR EACH ROW EXECUTE FUNCTION refuse_write();

-- Deletes the ended tasks that are older than so many days and returns their ids; their directories are removed by
-- `trainyard cleanup` and by the server's upkeep, which call this.
CREATE FUNCTION cleanup_old_tasks(retention_days integer DEFAULT 30) RETURNS SETOF text LANGUAGE sql AS $$
    DELETE FROM tasks t
    WHERE t.created_at < now() - make_interval(days => retention_days)
      AND t.status IN ('completed', 'failed', 'cancelled')
      AND NOT EXISTS (SELECT FROM executions e WHERE e.task_id = t.task_id AND e.status IN ('queued', 'running'))
    RETURNING t.task_id
$$;
