-- name: request_execution
-- One live execution per task is the index's rule: a second insert is refused by executions_one_live_per_task.
INSERT INTO executions (execution_id, task_id, step, first_step, force_executed, clean_previous, created_by)
VALUES (free_execution_id(%(base)s), %(task_id)s, %(step)s, %(first_step)s, %(force)s, %(clean)s, %(created_by)s)
RETURNING *;

-- name: lock_limit
SELECT pg_advisory_xact_lock(hashtext('trainyard limit ' || %(workflow)s));

-- name: admit
-- Counted and granted under lock_limit; the oldest in the queue first. The conditions stand twice: the inner ones choose, the
-- outer ones are looked at again where a row was being cancelled while we waited for it.
UPDATE executions SET admitted_at = now()
WHERE execution_id = ANY (
    SELECT e.execution_id FROM executions e JOIN tasks t USING (task_id) JOIN workflows w ON w.id = t.workflow_id
    WHERE w.name = %(workflow)s AND e.parent_id IS NULL AND e.status = 'queued' AND e.admitted_at IS NULL
      AND e.stop_requested IS NULL
    ORDER BY e.created_at, e.id
    LIMIT greatest(0, %(max_running)s - (
        SELECT count(*) FROM executions e JOIN tasks t USING (task_id) JOIN workflows w ON w.id = t.workflow_id
        WHERE w.name = %(workflow)s AND e.parent_id IS NULL AND e.status IN ('queued', 'running')
          AND e.admitted_at IS NOT NULL)))
  AND status = 'queued' AND admitted_at IS NULL AND stop_requested IS NULL
RETURNING *;

-- name: workflows_with_waiting
SELECT DISTINCT w.name, (SELECT (n.definition #>> '{execution,max_running}')::integer FROM workflows n
                         WHERE n.name = w.name ORDER BY n.version DESC LIMIT 1) AS max_running
FROM executions e JOIN tasks t USING (task_id) JOIN workflows w ON w.id = t.workflow_id
WHERE e.parent_id IS NULL AND e.status = 'queued' AND e.admitted_at IS NULL;

-- name: mark_launched
UPDATE executions SET launched_at = now() WHERE execution_id = %(execution_id)s AND status = 'queued';

-- name: never_launched
SELECT * FROM executions
WHERE parent_id IS NULL AND status = 'queued' AND admitted_at IS NOT NULL AND launched_at IS NULL
  AND admitted_at <= now() - make_interval(secs => %(older_than_seconds)s)
ORDER BY id;

-- name: never_claimed
SELECT * FROM executions
WHERE parent_id IS NULL AND status = 'queued' AND launched_at < now() - make_interval(secs => %(seconds)s)
ORDER BY id;

-- name: claim_execution
-- Claim, task, first step row and the advisory lock in one statement: whoever reads the row sees all or nothing.
WITH claimed AS (
    UPDATE executions SET status = 'running', started_at = now(), heartbeat_at = now(), run_token = %(run_token)s,
           host = %(host)s, boot_id = %(boot_id)s, pid = %(pid)s, pid_started = %(pid_started)s
    WHERE execution_id = %(execution_id)s AND status = 'queued' AND admitted_at IS NOT NULL
    RETURNING *
), task AS (
    UPDATE tasks SET status = 'running', started_at = coalesce(tasks.started_at, now()), completed_at = NULL,
           error_code = NULL, error_message = NULL, result = NULL
    FROM claimed WHERE tasks.task_id = claimed.task_id
), step AS (
    INSERT INTO executions (execution_id, task_id, parent_id, step, first_step, status, started_at, force_executed,
                            clean_previous, created_by, admitted_at)
    SELECT free_execution_id(task_id || '_step_' || first_step || '_exec_' || %(stamp)s), task_id, execution_id, first_step,
           first_step, 'running', now(), force_executed, clean_previous, created_by, now()
    FROM claimed WHERE step = 'complete'
)
SELECT claimed.*, pg_try_advisory_lock(%(lock_class)s, claimed.id::integer) AS locked FROM claimed;

-- name: hold_lock
SELECT pg_try_advisory_lock(%(lock_class)s, %(id)s) AS locked;

-- name: heartbeat
UPDATE executions SET heartbeat_at = now(), memory_bytes = %(memory_bytes)s, cpu_seconds = %(cpu_seconds)s
WHERE execution_id = %(execution_id)s AND run_token = %(run_token)s AND status = 'running'
RETURNING stop_requested;

-- name: owner
SELECT status, run_token, stop_requested FROM executions WHERE execution_id = %(execution_id)s;

-- name: start_step
INSERT INTO executions (execution_id, task_id, parent_id, step, first_step, status, started_at, force_executed,
                        clean_previous, created_by, admitted_at)
SELECT free_execution_id(task_id || '_step_' || %(step)s || '_exec_' || %(stamp)s), task_id, execution_id, %(step)s, %(step)s,
       'running', now(), force_executed, clean_previous, created_by, now()
FROM executions
WHERE execution_id = %(execution_id)s AND run_token = %(run_token)s AND status = 'running'
  AND NOT EXISTS (SELECT FROM executions c WHERE c.parent_id = %(execution_id)s AND c.step = %(step)s);

-- name: start_attempt
-- A step's row is the child of that name, or the root itself where only that step was asked for.
UPDATE executions SET attempt = %(attempt)s, step_pid = %(step_pid)s, step_pid_started = %(step_pid_started)s,
       files_cleaned = files_cleaned OR %(files_cleaned)s
WHERE (parent_id = %(execution_id)s OR execution_id = %(execution_id)s) AND step = %(step)s AND status = 'running'
  AND EXISTS (SELECT FROM executions r WHERE r.execution_id = %(execution_id)s AND r.run_token = %(run_token)s);

-- name: report_progress
UPDATE executions SET progress = greatest(progress, %(progress)s), progress_message = %(message)s
WHERE (parent_id = %(execution_id)s OR execution_id = %(execution_id)s) AND step = %(step)s AND status = 'running'
  AND EXISTS (SELECT FROM executions r WHERE r.execution_id = %(execution_id)s AND r.run_token = %(run_token)s);

-- name: end_step
UPDATE executions SET status = %(status)s, completed_at = now(), exit_code = %(exit_code)s, error_code = %(error_code)s,
       error_message = %(error_message)s, result = %(result)s, step_pid = NULL, step_pid_started = NULL,
       progress = CASE WHEN %(status)s IN ('completed', 'skipped') THEN 1 ELSE progress END
WHERE parent_id = %(execution_id)s AND step = %(step)s AND status = 'running'
  AND EXISTS (SELECT FROM executions r WHERE r.execution_id = %(execution_id)s AND r.run_token = %(run_token)s);

-- name: end_execution
-- The root row, whatever is left of its steps, and the task, in one statement. No run_token = a row never claimed.
WITH ended AS (
    UPDATE executions SET status = %(status)s, completed_at = now(), error_code = %(error_code)s, error_message = %(error_message)s,
           exit_code = coalesce(%(exit_code)s, exit_code), result = coalesce(%(result)s, result),
           step_pid = NULL, step_pid_started = NULL,
           progress = CASE WHEN %(status)s = 'completed' THEN 1 ELSE progress END
    WHERE execution_id = %(execution_id)s AND status = ANY (%(from_statuses)s)
      AND run_token IS NOT DISTINCT FROM %(run_token)s::uuid
    RETURNING *
), steps AS (
    UPDATE executions SET status = %(status)s, completed_at = now(), error_code = %(error_code)s,
           error_message = %(error_message)s, step_pid = NULL, step_pid_started = NULL
    FROM ended WHERE executions.parent_id = ended.execution_id AND executions.status IN ('queued', 'running')
    RETURNING executions.task_id, executions.step
), standing AS (
    SELECT ended.task_id, count(*) AS steps, count(*) FILTER (
               WHERE s.step ->> 'id' = ended.step AND %(status)s = 'completed'
                  OR s.step ->> 'id' IS DISTINCT FROM ended.step AND s.step ->> 'id' NOT IN (SELECT step FROM steps)
                     AND latest.status IN ('completed', 'skipped')) AS done
    FROM ended JOIN tasks t USING (task_id) JOIN workflows w ON w.id = t.workflow_id
    CROSS JOIN LATERAL jsonb_array_elements(w.definition -> 'steps') AS s (step)
    LEFT JOIN LATERAL (SELECT e.status FROM executions e WHERE e.task_id = ended.task_id AND e.step = s.step ->> 'id'
                       ORDER BY e.id DESC LIMIT 1) latest ON true
    GROUP BY ended.task_id
)
UPDATE tasks SET completed_at = CASE WHEN %(status)s <> 'completed' OR done = steps THEN now() END,
       error_code = %(error_code)s, error_message = %(error_message)s,
       result = coalesce(%(result)s, tasks.result),
       status = CASE WHEN %(status)s = 'cancelled' THEN 'cancelled'
                     WHEN %(status)s <> 'completed' THEN 'failed'
                     WHEN done = steps THEN 'completed'
                     ELSE 'partial_completed' END
FROM standing WHERE tasks.task_id = standing.task_id
RETURNING tasks.task_id, tasks.status;

-- name: request_stop
UPDATE executions SET stop_requested = %(reason)s
WHERE task_id = %(task_id)s AND parent_id IS NULL AND status IN ('queued', 'running')
RETURNING *;

-- name: notify_stop
SELECT pg_notify('trainyard_stop', %(execution_id)s);

-- name: live_execution
SELECT * FROM executions WHERE task_id = %(task_id)s AND parent_id IS NULL AND status IN ('queued', 'running');

-- name: get_execution
SELECT * FROM executions WHERE execution_id = %(execution_id)s;

-- name: latest_root
SELECT * FROM executions WHERE task_id = %(task_id)s AND parent_id IS NULL ORDER BY id DESC LIMIT 1;

-- name: list_executions
SELECT * FROM executions WHERE task_id = %(task_id)s ORDER BY id LIMIT %(limit)s OFFSET %(offset)s;

-- name: count_executions
SELECT count(*) FROM executions WHERE task_id = %(task_id)s;

-- name: running_executions
-- What the liveness verdict needs of every running root: identity, lock and heartbeat.
SELECT e.*, EXISTS (
           SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.classid = %(lock_class)s::oid
             AND l.objid = e.id::oid AND l.objsubid = 2
             AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS locked,
       extract(epoch FROM now() - e.heartbeat_at)::float8 AS heartbeat_age_seconds,
       extract(epoch FROM now() - pg_postmaster_start_time())::float8 AS server_age_seconds,
       step.step_pid AS running_step_pid, step.step_pid_started AS running_step_pid_started
FROM executions e
LEFT JOIN LATERAL (
    SELECT c.step_pid, c.step_pid_started FROM executions c
    WHERE (c.parent_id = e.execution_id OR c.id = e.id) AND c.status = 'running' AND c.step_pid IS NOT NULL
    ORDER BY c.id DESC LIMIT 1) step ON true
WHERE e.parent_id IS NULL AND e.status = 'running';
