-- name: try_dispatch
SELECT pg_try_advisory_lock(hashtext('trainyard dispatcher')) AS mine;

-- name: server_health
SELECT EXISTS (
           SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted
             AND ((classid::bigint << 32) | objid::bigint) = hashtext('trainyard dispatcher')::bigint
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS dispatches,
       count(*) FILTER (WHERE status = 'running' OR admitted_at IS NOT NULL) AS running,
       count(*) FILTER (WHERE status = 'queued' AND admitted_at IS NULL) AS queued,
       coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE status = 'queued' AND admitted_at IS NULL)), 0)::float8
           AS oldest_waiting_seconds
FROM executions WHERE parent_id IS NULL AND status IN ('queued', 'running');
