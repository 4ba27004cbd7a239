-- name: try_dispatch
SELECT pg_try_advisory_lock(hashtext('trainyard dispatcher')) AS mine;

-- name: dispatcher_runs
SELECT EXISTS (
    SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted
      AND ((classid::bigint << 32) | objid::bigint) = hashtext('trainyard dispatcher')::bigint
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS runs;
