-- name: get_preferences
SELECT user_id, default_workflow_id, default_timeout, preferred_date, notification_preferences FROM user_preferences
WHERE user_id = %(user_id)s;

-- name: put_preferences
INSERT INTO user_preferences (user_id, default_workflow_id, default_timeout, preferred_date, notification_preferences)
VALUES (%(user_id)s, %(default_workflow_id)s, %(default_timeout)s, %(preferred_date)s, %(notification_preferences)s)
ON CONFLICT (user_id) DO UPDATE SET default_workflow_id = excluded.default_workflow_id,
    default_timeout = excluded.default_timeout, preferred_date = excluded.preferred_date,
    notification_preferences = excluded.notification_preferences, updated_at = now();
