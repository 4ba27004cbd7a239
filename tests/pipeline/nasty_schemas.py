"""Schemas that make a generator stumble, each a script for a schema of its own."""

from __future__ import annotations

WIDE = ", ".join(f"c{n} {('int', 'text', 'date', 'numeric', 'boolean', 'double precision')[n % 6]}" for n in range(100))
WIDE_VALUES = ", ".join(
    ("i % 7", "'v' || i % 5", "date '2024-01-01' + i", "i * 1.5", "i % 2 = 0", "i / 3.0")[n % 6] for n in range(100)
)
NASTY = {
    "no keys": """CREATE TABLE a (x int, y text, z date);
        INSERT INTO a SELECT i % 9, 'w' || i % 4, date '2024-01-01' + i FROM generate_series(1, 300) i""",
    "one column": "CREATE TABLE a (name text); INSERT INTO a SELECT 'n' || i % 20 FROM generate_series(1, 100) i",
    "no column": "CREATE TABLE a (); INSERT INTO a DEFAULT VALUES; CREATE TABLE b (x int); INSERT INTO b VALUES (1)",
    "only ids": """CREATE TABLE a (id int PRIMARY KEY, other_id int); INSERT INTO a SELECT i, i % 9
        FROM generate_series(1, 90) i""",
    "nothing but NULL": "CREATE TABLE a (x int, y text, z date, w boolean, t text[]); "
    "INSERT INTO a SELECT FROM generate_series(1, 50)",
    "NULL columns": """CREATE TABLE a (id int PRIMARY KEY, name text, x int, day date);
        INSERT INTO a SELECT i, 'n' || i FROM generate_series(1, 50) i""",
    "reserved words": """CREATE TABLE "order" ("select" int PRIMARY KEY, "from" text, "group" numeric, "where" date,
        "limit" boolean, "user" text);
        INSERT INTO "order" SELECT i, 'f' || i % 3, i * 2.5, date '2024-01-01' + i, i % 2 = 0, 'u' || i
        FROM generate_series(1, 200) i; CREATE TABLE "table" ("order" int REFERENCES "order", "desc" int, "as" text);
        INSERT INTO "table" SELECT 1 + i % 150, i, 'a' || i % 9 FROM generate_series(1, 900) i""",
    "odd names": """CREATE TABLE "订单 明细" ("编号" int PRIMARY KEY, "客户名称" text, "金额(元)" numeric, "a""b" text,
        "%" int,
        "O'Neil" text, "{}" int, "1st" date);
        INSERT INTO "订单 明细" SELECT i, '客户' || i, i, 'x"' || i % 3, i % 5, 'it''s ' || i % 4, i % 3,
        date '2024-01-01' + i FROM generate_series(1, 200) i; CREATE TABLE "Été" ("Straße" text, "_" int, "  " int);
        INSERT INTO "Été" SELECT 's' || i % 3, i % 4, i FROM generate_series(1, 60) i""",
    "odd values": """CREATE TABLE a (id int PRIMARY KEY, name text, kind text);
        INSERT INTO a SELECT i, (ARRAY['', ' ', 'O''Brien', '100%', 'a_b', 'back\\slash', E'line\\nbreak', '"quoted"',
        '{brace}', '$1', repeat('long ', 200), '😀 smile'])[1 + i % 12], (ARRAY['%s', '{0}', '\\', ''''])[1 + i % 4]
        FROM generate_series(1, 240) i""",
    "many columns": f"CREATE TABLE a (id int PRIMARY KEY, {WIDE}); "
    f"INSERT INTO a SELECT i, {WIDE_VALUES} FROM generate_series(1, 300) i",
    "self references": """CREATE TABLE a (id int PRIMARY KEY, name text, up int REFERENCES a, friend int REFERENCES a);
        INSERT INTO a SELECT i, 'n' || i, nullif(i / 4, 0), 1 + i % 7 FROM generate_series(1, 80) i""",
    "cyclic keys": """CREATE TABLE a (id int PRIMARY KEY, name text, b_id int); CREATE TABLE b (id int PRIMARY KEY,
        title text, c_id int); CREATE TABLE c (id int PRIMARY KEY, name text, a_id int REFERENCES a, n int);
        INSERT INTO a SELECT i, 'a' || i, i FROM generate_series(1, 30) i;
        INSERT INTO b SELECT i, 'b' || i, i FROM generate_series(1, 30) i;
        INSERT INTO c SELECT i, 'c' || i, i, i % 5 FROM generate_series(1, 30) i;
        ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b; ALTER TABLE b ADD FOREIGN KEY (c_id) REFERENCES c""",
    "composite keys": """CREATE TABLE a (x int, y int, name text, PRIMARY KEY (x, y));
        CREATE TABLE b (x int, y int, z int, amount numeric, PRIMARY KEY (x, y, z), FOREIGN KEY (x, y) REFERENCES a);
        CREATE TABLE c (x int, y int, z int, note text, FOREIGN KEY (x, y, z) REFERENCES b);
        INSERT INTO a SELECT i, j, 'n' || i || '-' || j FROM generate_series(1, 9) i, generate_series(1, 9) j;
        INSERT INTO b SELECT i, j, k, i * j FROM generate_series(1, 9) i, generate_series(1, 9) j,
        generate_series(1, 5) k;
        INSERT INTO c SELECT i, j, k, 'c' || k FROM generate_series(1, 9) i, generate_series(1, 9) j,
        generate_series(1, 4) k""",
    "views only": """CREATE VIEW v AS SELECT i AS id, 'n' || i AS name, i * 1.5 AS amount, date '2024-01-01' + i AS day
        FROM generate_series(1, 100) i; CREATE MATERIALIZED VIEW m AS SELECT * FROM v""",
    "odd types": """CREATE TYPE mood AS ENUM ('sad', 'it''s ok'); CREATE DOMAIN cents AS int CHECK (VALUE >= 0);
        CREATE TABLE a (id uuid DEFAULT gen_random_uuid(), tags text[], nums int[], data jsonb, doc json, raw bytea,
        at time, span interval, net inet, bits bit(8), money_ money, mood mood, moods mood[], price cents, r int4range,
        ts timestamptz, pt point, x xml, f real, "char" "char", nm name, ch char(5));
        INSERT INTO a (tags, nums, data, doc, raw, at, span, net, bits, money_, mood, moods, price, r, ts, pt,
        f, "char",
        nm, ch) SELECT ARRAY['t' || i % 3, 'it''s', 'a,"b'], ARRAY[i % 5], '{"a": 1}', '{"a": 1}', '\\x00', '10:00',
        '1 day', '10.0.0.1', B'10101010', i, (ARRAY['sad', 'it''s ok']::mood[])[1 + i % 2], '{sad}', i,
        int4range(i, i + 9),
        timestamptz '2024-01-01' + i * interval '7 hours', point(i, i), i / 7.0, 'c', 'n' || i % 4, 'ch' || i % 9
        FROM generate_series(1, 400) i""",
    "zero rows": "CREATE TABLE a (id int PRIMARY KEY, name text); CREATE TABLE b (id int, a_id int REFERENCES a)",
    "one row": """CREATE TABLE a (id int PRIMARY KEY, name text, amount numeric, day date);
        INSERT INTO a VALUES (1, 'only', 9.5, '2024-05-05'); CREATE TABLE b (a_id int REFERENCES a, n int);
        INSERT INTO b VALUES (1, 7)""",
    "huge values": """CREATE TABLE a (id bigint PRIMARY KEY, amount numeric, ratio double precision, day date,
        at timestamp,
        big bigint); INSERT INTO a SELECT i, (ARRAY['1e30', '-1e30', 'NaN', '0.00000000000000000001',
        '12345678901234567890'
        ])[1 + i % 5]::numeric, (ARRAY['Infinity', '-Infinity', 'NaN', '1e300', '-1e-300'])[1 + i % 5]::float8,
        (ARRAY['infinity', '-infinity', '9999-12-31', '0001-01-01 BC', '2024-01-01'])[1 + i % 5]::date,
        (ARRAY['infinity', '4713-01-01 BC', '294276-01-01', '2024-01-01 10:00:00', '0001-01-01'])[1 + i % 5]::timestamp,
        9223372036854775807 - i FROM generate_series(1, 200) i""",
    "partitions": """CREATE TABLE a (id int, day date, region text, amount numeric) PARTITION BY RANGE (day);
        CREATE TABLE a24 PARTITION OF a FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
        CREATE TABLE a25 PARTITION OF a FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
        INSERT INTO a SELECT i, date '2024-01-01' + i % 700, 'r' || i % 6, i FROM generate_series(1, 900) i""",
    "one value everywhere": """CREATE TABLE a (id int PRIMARY KEY, state text, n int, day date, open boolean);
        INSERT INTO a SELECT i, 'same', 0, '2024-01-01', true FROM generate_series(1, 200) i""",
    "link table alone": """CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY);
        CREATE TABLE a_b (a_id int REFERENCES a, b_id int REFERENCES b, PRIMARY KEY (a_id, b_id));
        INSERT INTO a SELECT generate_series(1, 20); INSERT INTO b SELECT generate_series(1, 20);
        INSERT INTO a_b SELECT i, j FROM generate_series(1, 20) i, generate_series(1, 20) j""",
    "two keys to one table": """CREATE TABLE city (id int PRIMARY KEY, name text); CREATE TABLE trip (id int
        PRIMARY KEY,
        from_id int REFERENCES city, to_id int REFERENCES city, km numeric, day date);
        INSERT INTO city SELECT i, 'c' || i FROM generate_series(1, 20) i; INSERT INTO trip SELECT i, 1 + i %
        20, 1 + i % 7,
        i, date '2024-01-01' + i FROM generate_series(1, 400) i""",
}  # fmt: skip


def script() -> str:
    """All of them, with statistics."""
    parts = [f'CREATE SCHEMA "{name}"; SET search_path TO "{name}"; {made};' for name, made in NASTY.items()]
    return "".join(parts) + "ANALYZE"
