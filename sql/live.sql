-- name: take_seats
-- Session-level locks, so that the seats of a process go with it. As many as are wanted, of those that are free.
SELECT seat FROM unnest(%(seats)s::integer[]) AS seat WHERE pg_try_advisory_lock(%(lock_class)s, seat) LIMIT %(wanted)s;

-- name: give_back_seat
SELECT pg_advisory_unlock(%(lock_class)s, %(seat)s);
