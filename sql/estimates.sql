-- name: live_runs
-- The live run of a task and, where that waits, all that runs and what waits before it, in the order in which
-- admit_executions lets it start. The run itself comes first; place counts those that wait.
WITH live AS (
    SELECT e.id, e.execution_id, e.task_id, e.step, e.plan, e.frozen_at, t.created_by, t.workflow_version_id, t.parent_task_id, t.parameters,
           CASE WHEN e.admitted_at IS NULL THEN row_number() OVER (
               PARTITION BY e.admitted_at IS NULL
               ORDER BY t.priority + coalesce(extract(epoch FROM now() - e.created_at) / %(ageing_seconds)s::float8, 0) DESC, e.id)
           END AS place
    FROM executions e JOIN tasks t USING (task_id)
    WHERE e.parent_id IS NULL AND e.status IN ('queued', 'running') AND (e.admitted_at IS NOT NULL OR e.stop_requested IS NULL)
), wanted AS MATERIALIZED (
    SELECT place FROM live WHERE task_id = %(task_id)s
)
SELECT live.task_id, live.place, coalesce(live.created_by, '') AS owner, v.workflow_id, live.workflow_version_id,
       nullif((active.definition #>> '{execution,max_running}')::integer, 0) AS most_of_workflow,
       CASE live.step WHEN 'complete' THEN live.plan ELSE ARRAY[live.step] END AS plan,
       live.frozen_at IS NOT NULL AS frozen, coalesce(standing.steps, '{}') AS steps, now() AS as_of,
       -- Parameters may be large; here only those matter that switch steps on and off.
       (SELECT coalesce(jsonb_object_agg(p.key, p.value), '{}') FROM jsonb_each(live.parameters) AS p
        WHERE p.key IN (SELECT c ->> 'parameter' FROM jsonb_array_elements(v.definition -> 'steps') AS s,
                                                      jsonb_array_elements(coalesce(s -> 'when', '[]')) AS c)) AS parameters
FROM live CROSS JOIN wanted
JOIN workflow_versions v ON v.id = live.workflow_version_id
JOIN workflows w ON w.id = v.workflow_id
LEFT JOIN workflow_versions active ON active.id = w.active_version_id
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(latest.step, jsonb_build_object('status', latest.status, 'used_seconds', latest.used_seconds)) AS steps
    FROM (SELECT DISTINCT ON (c.step) c.step, c.status, extract(epoch FROM now() - c.started_at)::float8 AS used_seconds
          FROM executions c WHERE c.parent_id = live.execution_id OR c.id = live.id AND c.step <> 'complete'
          ORDER BY c.step, c.id DESC) latest
) standing ON true
WHERE live.task_id = %(task_id)s
   OR wanted.place IS NOT NULL AND live.parent_task_id IS NULL AND (live.place IS NULL OR live.place < wanted.place)
ORDER BY live.task_id = %(task_id)s DESC, live.place NULLS FIRST, live.id
LIMIT %(most)s;

-- name: step_durations
-- The steps of these versions, each with what its newest completed attempts took, whatever the version. Many workflows may
-- have a step of one name: only so many of the newest are looked through.
SELECT v.id AS workflow_version_id, s.step ->> 'id' AS step, s.step -> 'depends_on' AS depends_on,
       coalesce(s.step #>> '{on_failure,action}', 'stop') AS on_failure, coalesce(s.step -> 'when', '[]') AS when,
       coalesce((v.definition #>> '{execution,max_parallel}')::integer, 1) AS max_parallel,
       past.samples, past.median_seconds, past.p90_seconds
FROM workflow_versions v
CROSS JOIN LATERAL jsonb_array_elements(v.definition -> 'steps') WITH ORDINALITY AS s (step, place)
CROSS JOIN LATERAL (
    SELECT count(*) AS samples, percentile_cont(0.5) WITHIN GROUP (ORDER BY taken.seconds) AS median_seconds,
           percentile_cont(0.9) WITHIN GROUP (ORDER BY taken.seconds) AS p90_seconds
    FROM (SELECT extract(epoch FROM newest.completed_at - newest.started_at)::float8 AS seconds
          FROM (SELECT e.task_id, e.started_at, e.completed_at FROM executions e
                WHERE e.step = s.step ->> 'id' AND e.parent_id IS NOT NULL AND e.status = 'completed'
                  AND e.completed_at > now() - make_interval(days => %(days)s)
                ORDER BY e.completed_at DESC LIMIT %(most_looked_at)s) newest
          JOIN tasks t USING (task_id) JOIN workflow_versions tv ON tv.id = t.workflow_version_id
          WHERE tv.workflow_id = v.workflow_id
          ORDER BY newest.completed_at DESC LIMIT %(most_samples)s) taken
) past
WHERE v.id = ANY (%(workflow_version_ids)s)
ORDER BY v.id, s.place;
