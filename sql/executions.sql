-- name: request_execution
-- One live execution per task is the index's rule: a second insert is refused by executions_one_live_per_task. What runs on
-- the slot of another is admitted at once.
INSERT INTO executions (execution_id, task_id, step, first_step, plan, force_executed, clean_previous, created_by,
                        changed_parameters, admitted_at)
VALUES (free_execution_id(%(base)s), %(task_id)s, %(step)s, %(first_step)s, %(plan)s, %(force)s, %(clean)s, %(created_by)s,
        %(changed_parameters)s, CASE WHEN %(admitted)s THEN clock_timestamp() END)
RETURNING *;

-- name: lock_limit
SELECT pg_advisory_xact_lock(hashtext('trainyard limit'));

-- name: admit
-- Counted and granted under lock_limit.
SELECT * FROM admit_executions(%(most)s::integer, %(most_of_user)s::integer, %(ageing_seconds)s::float8);

-- name: count_waiting
SELECT count(*) FROM executions WHERE parent_id IS NULL AND status = 'queued' AND admitted_at IS NULL;

-- name: mark_launched
UPDATE executions SET launched_at = now() WHERE execution_id = %(execution_id)s AND status = 'queued';

-- name: never_launched
-- A request launches what it asked for itself; what waited and was let in by the request of somebody else is not launched
-- by that, so its age counts, not how long ago it was let in. A sub-task is made by an executor, which launches nothing.
SELECT e.* FROM executions e JOIN tasks t USING (task_id)
WHERE e.parent_id IS NULL AND e.status = 'queued' AND e.admitted_at IS NOT NULL AND e.launched_at IS NULL
  AND (e.created_at <= now() - make_interval(secs => %(older_than_seconds)s) OR t.parent_task_id IS NOT NULL)
ORDER BY e.id;

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
                            clean_previous, created_by, admitted_at, attempt)
    SELECT free_execution_id(task_id || '_step_' || first_step || '_exec_' || %(stamp)s), task_id, execution_id, first_step,
           first_step, 'running', now(), force_executed, clean_previous, created_by, now(),
           (SELECT coalesce(max(c.attempt), 0) + 1 FROM executions c
            WHERE c.task_id = claimed.task_id AND c.step = claimed.first_step AND c.parent_id IS NOT NULL)
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
-- A row per attempt; the first one of a run may stand already, made with the claim.
INSERT INTO executions (execution_id, task_id, parent_id, step, first_step, status, started_at, force_executed,
                        clean_previous, created_by, admitted_at, attempt)
SELECT free_execution_id(task_id || '_step_' || %(step)s || '_exec_' || %(stamp)s), task_id, execution_id, %(step)s, %(step)s,
       'running', now(), force_executed, clean_previous, created_by, now(), %(attempt)s
FROM executions
WHERE execution_id = %(execution_id)s AND run_token = %(run_token)s AND status = 'running'
  AND NOT EXISTS (SELECT FROM executions c WHERE c.parent_id = %(execution_id)s AND c.step = %(step)s
                                             AND c.attempt = %(attempt)s);

-- name: step_outcomes
-- How the steps of a task stand: the latest ended row of each, and the number of its last attempt in a whole run.
SELECT DISTINCT ON (step) step, status, result,
       coalesce(max(attempt) FILTER (WHERE parent_id IS NOT NULL) OVER (PARTITION BY step), 0) AS attempt
FROM executions WHERE task_id = %(task_id)s AND step <> 'complete' AND completed_at IS NOT NULL
ORDER BY step, id DESC;

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
       cpu_seconds = %(cpu_seconds)s, peak_memory_bytes = %(peak_memory_bytes)s,
       progress = CASE WHEN %(status)s IN ('completed', 'skipped') THEN 1 ELSE progress END
WHERE parent_id = %(execution_id)s AND step = %(step)s AND status = 'running'
  AND EXISTS (SELECT FROM executions r WHERE r.execution_id = %(execution_id)s AND r.run_token = %(run_token)s);

-- name: end_execution
-- The root row, whatever is left of its steps, and the task, in one statement. No run_token = a row never claimed. A pause
-- may have been withdrawn meanwhile: then nothing is ended.
WITH ended AS (
    UPDATE executions SET status = %(status)s, completed_at = now(), error_code = %(error_code)s, error_message = %(error_message)s,
           exit_code = coalesce(%(exit_code)s, exit_code), result = coalesce(%(result)s, result),
           peak_memory_bytes = coalesce(%(peak_memory_bytes)s, peak_memory_bytes),
           step_pid = NULL, step_pid_started = NULL, frozen_at = NULL,
           progress = CASE WHEN %(status)s = 'completed' THEN 1 ELSE progress END
    WHERE execution_id = %(execution_id)s AND status = ANY (%(from_statuses)s)
      AND (%(status)s <> 'paused' OR stop_requested = 'pause')
      AND run_token IS NOT DISTINCT FROM %(run_token)s::uuid
    RETURNING *
), steps AS (
    UPDATE executions SET status = CASE %(status)s WHEN 'paused' THEN 'cancelled' ELSE %(status)s END, completed_at = now(),
           error_code = %(error_code)s, error_message = %(error_message)s, step_pid = NULL, step_pid_started = NULL
    FROM ended WHERE executions.parent_id = ended.execution_id AND executions.status IN ('queued', 'running')
    RETURNING executions.task_id, executions.step
), standing AS (
    SELECT ended.task_id, ended.step, count(*) AS steps, count(*) FILTER (
               WHERE s.step ->> 'id' = ended.step AND %(status)s = 'completed'
                  OR s.step ->> 'id' IS DISTINCT FROM ended.step AND s.step ->> 'id' NOT IN (SELECT step FROM steps)
                     AND latest.status IN ('completed', 'skipped')) AS done
    FROM ended JOIN tasks t USING (task_id) JOIN workflow_versions v ON v.id = t.workflow_version_id
    CROSS JOIN LATERAL jsonb_array_elements(v.definition -> 'steps') AS s (step)
    LEFT JOIN LATERAL (SELECT e.status FROM executions e WHERE e.task_id = ended.task_id AND e.step = s.step ->> 'id'
                       ORDER BY e.id DESC LIMIT 1) latest ON true
    GROUP BY ended.task_id, ended.step
)
UPDATE tasks SET completed_at = CASE WHEN %(status)s = 'paused' THEN NULL
                                     WHEN %(status)s <> 'completed' OR standing.step = 'complete' OR done = steps THEN now() END,
       error_code = %(error_code)s, error_message = %(error_message)s,
       result = coalesce(%(result)s, tasks.result),
       status = CASE WHEN %(status)s IN ('cancelled', 'paused') THEN %(status)s
                     WHEN %(status)s <> 'completed' THEN 'failed'
                     WHEN standing.step = 'complete' OR done = steps THEN 'completed'
                     ELSE 'partial_completed' END
FROM standing WHERE tasks.task_id = standing.task_id
RETURNING tasks.task_id, tasks.status;

-- name: request_stop
-- A cancel stands, whatever is asked for afterwards.
UPDATE executions SET stop_requested = CASE stop_requested WHEN 'cancel' THEN 'cancel' ELSE %(reason)s END
WHERE task_id = %(task_id)s AND parent_id IS NULL AND status IN ('queued', 'running')
RETURNING *;

-- name: withdraw_pause
UPDATE executions SET stop_requested = NULL
WHERE task_id = %(task_id)s AND parent_id IS NULL AND status = 'running' AND stop_requested IN ('pause', 'freeze')
RETURNING *;

-- name: freeze
-- The processes stand still, or go on: the task says so, unless the request was changed meanwhile.
WITH ours AS (
    UPDATE executions SET frozen_at = CASE WHEN %(frozen)s THEN now() END
    WHERE execution_id = %(execution_id)s AND run_token = %(run_token)s AND status = 'running'
      AND (stop_requested IS NOT DISTINCT FROM 'freeze') = %(frozen)s
    RETURNING task_id)
UPDATE tasks SET status = CASE WHEN %(frozen)s THEN 'paused' ELSE 'running' END FROM ours WHERE tasks.task_id = ours.task_id;

-- name: stop_subtasks
-- Whatever still runs for a task, or for one step of it.
UPDATE executions SET stop_requested = 'cancel' FROM tasks
WHERE tasks.parent_task_id = %(task_id)s AND (%(step)s::text IS NULL OR tasks.parent_step = %(step)s)
  AND executions.task_id = tasks.task_id AND executions.parent_id IS NULL AND executions.status IN ('queued', 'running')
RETURNING executions.execution_id, pg_notify('trainyard_stop', executions.execution_id);

-- name: freeze_subtasks
-- With the task its sub-tasks stand still, and go on; what else was asked of them stays asked.
UPDATE executions SET stop_requested = CASE WHEN %(frozen)s THEN 'freeze' END FROM tasks
WHERE tasks.parent_task_id = %(task_id)s AND executions.task_id = tasks.task_id AND executions.parent_id IS NULL
  AND executions.status IN ('queued', 'running')
  AND stop_requested IS NOT DISTINCT FROM CASE WHEN %(frozen)s THEN NULL ELSE 'freeze' END
RETURNING executions.execution_id, pg_notify('trainyard_stop', executions.execution_id);

-- name: notify_stop
SELECT pg_notify('trainyard_stop', %(execution_id)s);

-- name: live_execution
SELECT * FROM executions WHERE task_id = %(task_id)s AND parent_id IS NULL AND status IN ('queued', 'running');

-- name: get_execution
SELECT * FROM executions WHERE execution_id = %(execution_id)s;

-- name: latest_root
SELECT * FROM executions WHERE task_id = %(task_id)s AND parent_id IS NULL ORDER BY id DESC LIMIT 1;

-- name: failed_executions
-- Why the latest run of each task failed: the newest of its steps that failed as the run did, else another one, else the
-- run itself.
SELECT e.* FROM unnest(%(task_ids)s::text[]) AS asked (task_id)
CROSS JOIN LATERAL (SELECT * FROM executions WHERE task_id = asked.task_id AND parent_id IS NULL ORDER BY id DESC LIMIT 1) root
CROSS JOIN LATERAL (
    SELECT * FROM executions s WHERE (s.parent_id = root.execution_id OR s.id = root.id) AND s.status IN ('failed', 'timeout')
    ORDER BY s.error_code IS DISTINCT FROM root.error_code, s.parent_id IS NULL, s.id DESC LIMIT 1) e;

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
       (SELECT coalesce(json_agg(json_build_array(c.step_pid, c.step_pid_started)), '[]') FROM executions c
        WHERE (c.parent_id = e.execution_id OR c.id = e.id) AND c.status = 'running' AND c.step_pid IS NOT NULL) AS step_processes
FROM executions e
WHERE e.parent_id IS NULL AND e.status = 'running';
