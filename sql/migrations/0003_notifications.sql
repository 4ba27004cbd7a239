-- Who is told of what happens to a task: an outbox, written with the change itself and emptied by the servers.

CREATE TABLE notifications (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery_id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    task_id text NOT NULL REFERENCES tasks ON DELETE CASCADE,
    event_id bigint NOT NULL,
    event text NOT NULL CHECK (event IN ('started', 'completed', 'failed', 'paused', 'resumed', 'cancelled')),
    channel text NOT NULL CHECK (channel IN ('webhook', 'email')),
    target text NOT NULL,
    secret_env text,
    content jsonb NOT NULL,
    status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'sent', 'given_up')),
    attempts integer NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    sent_at timestamptz,
    error text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((status = 'sent') = (sent_at IS NOT NULL))
);
COMMENT ON COLUMN notifications.delivery_id IS 'the same at every attempt, so that a receiver can tell a repeat';
COMMENT ON COLUMN notifications.secret_env IS 'the environment variable of the server that signs it; NULL = WEBHOOK_SECRET';
COMMENT ON COLUMN notifications.content IS 'what is told: the task as it was when it happened';
COMMENT ON COLUMN notifications.next_at IS 'when it is due; while it is being delivered, when that counts as broken off';
-- By digest: an index takes no text as long as an address may be, and no address may keep a task from changing.
CREATE UNIQUE INDEX notifications_once ON notifications (task_id, event_id, channel, md5(target));
CREATE INDEX notifications_due ON notifications (attempts, next_at) WHERE status = 'waiting';

-- Whom a task tells of an event: first what its workflow says, then what its user prefers. The paths are lax: whatever
-- form a preference has, at worst it reaches nobody. A sub-task is a part of another task: its user hears of that one.
CREATE FUNCTION notified_of(wanted text, event text) RETURNS TABLE (place bigint, channel text, target text, secret_env text)
LANGUAGE sql STABLE AS $$
    WITH subscriptions AS (
        SELECT 'webhook' AS channel, one, one -> 'url' AS targets, one ->> 'secret_env' AS secret_env, 1 AS origin
        FROM tasks t JOIN workflow_versions v ON v.id = t.workflow_version_id
        CROSS JOIN LATERAL jsonb_path_query(v.definition, 'lax $.notifications.webhook[*]') one
        WHERE t.task_id = wanted
        UNION ALL
        SELECT 'email', one, one -> 'to', NULL, 1
        FROM tasks t JOIN workflow_versions v ON v.id = t.workflow_version_id
        CROSS JOIN LATERAL jsonb_path_query(v.definition, 'lax $.notifications.email[*]') one
        WHERE t.task_id = wanted
        UNION ALL
        SELECT kind.channel, one, one -> kind.target, NULL, 2
        FROM tasks t JOIN user_preferences p ON p.user_id = t.created_by
        CROSS JOIN (VALUES ('webhook', 'url'), ('email', 'address')) kind (channel, target)
        CROSS JOIN LATERAL jsonb_path_query(p.notification_preferences -> kind.channel, 'lax $[*]') one
        WHERE t.task_id = wanted AND t.parent_task_id IS NULL
          AND p.notification_preferences -> 'muted' IS DISTINCT FROM 'true'
    )
    SELECT row_number() OVER (ORDER BY origin), s.channel, found #>> '{}', s.secret_env
    FROM subscriptions s CROSS JOIN LATERAL jsonb_path_query(s.targets, 'lax $[*]') found
    WHERE jsonb_typeof(found) = 'string' AND found #>> '{}' <> ''
      AND coalesce(s.one -> 'events', '["completed", "failed"]') @> to_jsonb(event)
$$;

-- A run that is not the first one is resumed; a task that stands between its steps is shown as paused, and told so.
CREATE FUNCTION event_told(changed events) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE changed.status
        WHEN 'partial_completed' THEN 'paused'
        WHEN 'running' THEN CASE WHEN EXISTS (
            SELECT FROM events e WHERE e.task_id = changed.task_id AND e.id < changed.id
              AND e.kind = 'status' AND e.status = 'running') THEN 'resumed' ELSE 'started' END
        ELSE changed.status END
$$;

CREATE FUNCTION on_status_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told text;
BEGIN
    -- Most tasks tell nobody, and are not to pay for those that do.
    IF NOT EXISTS (SELECT FROM tasks t JOIN workflow_versions v ON v.id = t.workflow_version_id
                   WHERE t.task_id = NEW.task_id
                     AND (jsonb_path_exists(v.definition, 'lax $.notifications.*[*]')
                          OR EXISTS (SELECT FROM user_preferences p WHERE p.user_id = t.created_by))) THEN
        RETURN NULL;
    END IF;
    told := event_told(NEW);
    INSERT INTO notifications (task_id, event_id, event, channel, target, secret_env, content)
    SELECT NEW.task_id, NEW.id, told, n.channel, n.target, n.secret_env, jsonb_build_object(
               'workflow', w.name, 'workflow_version', v.label, 'progress', NEW.progress,
               'status', CASE NEW.status WHEN 'completed' THEN 'success' WHEN 'partial_completed' THEN 'paused'
                                         ELSE NEW.status END,
               'error_code', t.error_code, 'error_message', t.error_message,
               'timestamp', to_char(NEW.happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
    FROM notified_of(NEW.task_id, told) n, tasks t
    JOIN workflow_versions v ON v.id = t.workflow_version_id JOIN workflows w ON w.id = v.workflow_id
    WHERE t.task_id = NEW.task_id
    ORDER BY n.place
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
        PERFORM pg_notify('trainyard_notifications', '');
    END IF;
    RETURN NULL;
END
$$;
-- An event is written with the change of the task, in its transaction (task_status of the engine), and counted.
CREATE TRIGGER status_told AFTER INSERT ON events
    FOR EACH ROW WHEN (NEW.kind = 'status' AND NEW.status <> 'pending') EXECUTE FUNCTION on_status_event();
