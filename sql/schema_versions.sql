-- name: lock_migrations
SELECT pg_advisory_xact_lock(%(lock)s);

-- name: create_record
CREATE TABLE IF NOT EXISTS migrations (
    version integer PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);

-- name: applied_migrations
SELECT version, checksum FROM migrations;

-- name: record_migration
INSERT INTO migrations (version, name, checksum) VALUES (%(version)s, %(name)s, %(checksum)s);
