-- name: running_figures
SELECT w.name AS workflow, count(*) AS running
FROM executions e JOIN tasks t USING (task_id) JOIN workflow_versions v ON v.id = t.workflow_version_id
JOIN workflows w ON w.id = v.workflow_id
WHERE e.parent_id IS NULL AND e.status IN ('queued', 'running') AND e.admitted_at IS NOT NULL
GROUP BY w.name;

-- name: task_figures
SELECT w.name AS workflow, t.status, count(*) AS tasks
FROM tasks t JOIN workflow_versions v ON v.id = t.workflow_version_id JOIN workflows w ON w.id = v.workflow_id
GROUP BY w.name, t.status;

-- name: duration_figures
-- What completed lately took: whole runs, and attempts of steps.
SELECT w.name AS workflow, newest.step, newest.step = 'complete' AS is_run, count(*) AS count, sum(newest.seconds) AS sum,
       percentile_cont(ARRAY[0.5, 0.9, 0.99]) WITHIN GROUP (ORDER BY newest.seconds) AS quantiles
FROM (SELECT task_id, step, extract(epoch FROM completed_at - started_at)::float8 AS seconds
      FROM executions
      WHERE started_at > now() - make_interval(days => %(days)s) AND status = 'completed'
      ORDER BY started_at DESC LIMIT %(most_executions)s) newest
JOIN tasks t USING (task_id) JOIN workflow_versions v ON v.id = t.workflow_version_id JOIN workflows w ON w.id = v.workflow_id
GROUP BY w.name, newest.step;

-- name: failure_figures
-- Runs that failed lately, also those that were never started.
SELECT coalesce(error_code, 'unknown') AS error_code, count(*) AS failures
FROM executions
WHERE (started_at > now() - make_interval(days => %(days)s) OR started_at IS NULL)
  AND completed_at > now() - make_interval(days => %(days)s) AND parent_id IS NULL AND status IN ('failed', 'timeout')
GROUP BY 1;
