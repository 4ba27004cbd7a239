-- name: take_slots
-- Session-level locks, so that the slots of a process go with it. As many as are wanted, of those that are free.
SELECT slot FROM unnest(%(slots)s::integer[]) AS slot WHERE pg_try_advisory_lock(%(lock_class)s, slot) LIMIT %(wanted)s;

-- name: give_back_slot
SELECT pg_advisory_unlock(%(lock_class)s, %(slot)s);
