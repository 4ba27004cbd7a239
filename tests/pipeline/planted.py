"""A business database in which sensitive values of every kind stand wherever a database can hold a text."""

from __future__ import annotations

from pathlib import Path

import psycopg2
from psycopg2 import sql

# Each planted value stands at one kind of place; all are made up, and the check digits are right.
PHONE_COLUMN = ("13801234001", "13912345602", "15023456703")
PLANTED = {
    "phone column": PHONE_COLUMN[0],
    "second of the phone column": PHONE_COLUMN[1],
    "third of the phone column": PHONE_COLUMN[2],
    "harmless name": "13798765404",
    "bigint column": "18612349905",
    "bigint column by its values": "15811223306",
    "id card by its values": "110105199003071239",
    "old id card": "130503670401001",
    "bank card by its values": "6222021234567890128",
    "login": "wang.xiaoming@example.com",
    "passport": "E55667788",
    "password": "hunter2-rosebud",
    "token": "tok_9f8e7d6c5b4a",
    "phone of odd form": "0791 8877 6655",
    "remark, phone": "13622334407",
    "remark, id card": "440524198801010011",
    "remark, email": "li.lei@corp.example.cn",
    "remark, bank card": "4111111111111111",
    "column comment": "13711112208",
    "table comment": "han.meimei@example.com",
    "view definition": "13544556609",
    "default": "13288990010",
    "default of a number": "13188990011",
    "check": "13388990012",
    "enum-like column": "15266778813",
    "enum type": "15566778814",
    "label in a comment": "15366778820",
    "jsonb": "17712341215",
    "array": "18912341216",
    "partitioned table": "13412341217",
    "domain default": "13012341218",
    "foreign key": "zhao.min@example.com",
    "international": "+44 20 7946 0958",
    "landline": "0755-86543219",
}
PERSONS = {
    "name": "欧阳建国",
    "name in a remark": "司马光明",
    "contact": "Wolfgang Petersen",
    "address": "幸福路88号三单元",
}

SCRIPT = f"""
    CREATE SCHEMA hr;
    CREATE TYPE hotline AS ENUM ('none', '{PLANTED["enum type"]}');
    CREATE DOMAIN reach AS text DEFAULT '{PLANTED["domain default"]}';
    CREATE TABLE customer (
        id int PRIMARY KEY, full_name text, phone varchar(20), memo1 text, tel bigint, ref bigint, doc varchar(18),
        old_doc text, acct varchar(19), login text, passport_no text, password text, api_token text, fax text,
        remark text, grade text, channel text DEFAULT '{PLANTED["default"]}', mobile bigint DEFAULT
        {PLANTED["default of a number"]}, line hotline, extra jsonb, tags text[], address text, contact_name text,
        email text UNIQUE, hint reach, status smallint, abroad text, desk text,
        CONSTRAINT test_number CHECK (memo1 <> '{PLANTED["check"]}'));
    COMMENT ON TABLE customer IS '客户表，维护人 {PLANTED["table comment"]}';
    COMMENT ON COLUMN customer.grade IS '客户等级，疑问请致电{PLANTED["column comment"]}';
    COMMENT ON COLUMN customer.status IS '状态：1-正常 2-致电{PLANTED["label in a comment"]}';
    COMMENT ON COLUMN customer.full_name IS '客户姓名';
    COMMENT ON COLUMN customer.address IS '家庭住址';
    INSERT INTO customer (id, full_name, phone, memo1, tel, ref, doc, old_doc, acct, login, passport_no, password,
        api_token, fax, remark, grade, channel, mobile, line, extra, tags, address, contact_name, email, status, abroad,
        desk)
    SELECT i, (ARRAY['{PERSONS["name"]}', '{PERSONS["name in a remark"]}'])[1 + i % 2],
        (ARRAY['{"', '".join(PHONE_COLUMN)}'])[1 + i % 3], '{PLANTED["harmless name"]}', {PLANTED["bigint column"]},
        {PLANTED["bigint column by its values"]}, '{PLANTED["id card by its values"]}', '{PLANTED["old id card"]}',
        '{PLANTED["bank card by its values"]}', '{PLANTED["login"]}', '{PLANTED["passport"]}', '{PLANTED["password"]}',
        '{PLANTED["token"]}', '{PLANTED["phone of odd form"]}',
        (ARRAY['客户{PERSONS["name in a remark"]}来电{PLANTED["remark, phone"]}，要求回复',
               '证件{PLANTED["remark, id card"]}已核对', '请发到{PLANTED["remark, email"]}',
               '卡{PLANTED["remark, bank card"]}已退款', '没有问题'])[1 + i % 5],
        (ARRAY['金卡', '银卡'])[1 + i % 2], (ARRAY['微信', '现场', '电话{PLANTED["enum-like column"]}'])[1 + i % 3],
        {PHONE_COLUMN[0]}, (ARRAY['none', '{PLANTED["enum type"]}']::hotline[])[1 + i % 2],
        '{{"reach": {PLANTED["jsonb"]}}}', ARRAY['vip', '{PLANTED["array"]}'], '{PERSONS["address"]}',
        '{PERSONS["contact"]}', CASE i WHEN 1 THEN '{PLANTED["foreign key"]}' END, 1 + i % 2,
        '{PLANTED["international"]}', '{PLANTED["landline"]}'
    FROM generate_series(1, 200) i;

    CREATE TABLE hr.visit (id int PRIMARY KEY, customer_id int REFERENCES customer,
        who text REFERENCES customer (email), amount numeric(10, 2) NOT NULL, day date NOT NULL);
    INSERT INTO hr.visit SELECT i, 1 + i % 200, '{PLANTED["foreign key"]}', i * 3, date '2025-01-01' + i % 90
    FROM generate_series(1, 300) i;
    CREATE TABLE calls (id int, called text, day date) PARTITION BY RANGE (day);
    CREATE TABLE calls_2025 PARTITION OF calls FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
    INSERT INTO calls SELECT i, '{PLANTED["partitioned table"]}', date '2025-01-01' + i % 300
    FROM generate_series(1, 300) i;
    CREATE VIEW best AS SELECT phone AS p, grade, password AS w, memo1 || '' AS m, remark AS r FROM customer
        WHERE phone <> '{PLANTED["view definition"]}';
    CREATE MATERIALIZED VIEW frozen AS SELECT tel, login AS entry, fax AS f, full_name AS n FROM customer;
    ANALYZE;
"""


def places_of(value: str, directory: Path, *urls: str) -> list[str]:
    """The files below the directory and the tables of the databases in which the value stands as it is."""
    files = [path for path in directory.rglob("*") if path.is_file() and value.encode() in path.read_bytes()]
    return [path.name for path in files] + [table for url in urls for table in _tables_with(value, url)]


def _tables_with(value: str, url: str) -> list[str]:
    found = []
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
            " AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        )
        for place in cursor.fetchall():
            query = sql.SQL("SELECT count(*) FROM {} t WHERE strpos(t::text, %s) > 0").format(sql.Identifier(*place))
            cursor.execute(query, (value,))
            found += [".".join(place)] * (cursor.fetchall()[0][0] > 0)
    connection.close()
    return found
