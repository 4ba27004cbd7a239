-- name: put_user
INSERT INTO users (username, password_hash, role) VALUES (%(username)s, %(password_hash)s, %(role)s)
ON CONFLICT (username) DO UPDATE SET password_hash = excluded.password_hash, role = excluded.role;

-- name: get_user
SELECT username, password_hash, role, created_at FROM users WHERE username = %(username)s;

-- name: list_users
SELECT username, role, created_at FROM users ORDER BY username;

-- name: remove_user
DELETE FROM users WHERE username = %(username)s RETURNING username;
