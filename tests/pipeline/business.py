"""A small business database with everything that makes pairs go wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.read import read_catalog
from tests.postgres import run_sql

PHONE = "13800001234"
BUSINESS = f"""
    CREATE SCHEMA ops;
    CREATE TYPE pay_method AS ENUM ('微信', '支付宝', '现金');
    CREATE TABLE area (id varchar(8) PRIMARY KEY, area_name text NOT NULL UNIQUE, status smallint, phone text,
        opened_on date);
    COMMENT ON TABLE area IS '服务区信息表';
    COMMENT ON COLUMN area.area_name IS '服务区名称';
    COMMENT ON COLUMN area.status IS '状态：1-启用 2-停用';
    COMMENT ON COLUMN area.phone IS '联系电话';
    COMMENT ON COLUMN area.opened_on IS '开通日期';
    INSERT INTO area SELECT 'A' || i, CASE i WHEN 7 THEN 'O''Brien服务区' ELSE '第' || i || '服务区' END,
        1 + (i % 4 = 0)::int, '{PHONE}', date '2015-01-01' + i * 40 FROM generate_series(1, 24) i;

    CREATE TABLE "DaySales" (id bigserial PRIMARY KEY, "areaId" varchar(8) NOT NULL REFERENCES area,
        "order" smallint NOT NULL, "Day" date NOT NULL, method pay_method NOT NULL, amount numeric(12, 2),
        orders int NOT NULL, detail jsonb, tags text[]);
    COMMENT ON TABLE "DaySales" IS '每日营业数据表，每天一行';
    COMMENT ON COLUMN "DaySales"."areaId" IS '服务区ID';
    COMMENT ON COLUMN "DaySales"."order" IS '优先级（1:高；2:低）';
    COMMENT ON COLUMN "DaySales"."Day" IS '营业日期';
    COMMENT ON COLUMN "DaySales".method IS '支付方式';
    COMMENT ON COLUMN "DaySales".amount IS '营业金额（元）';
    COMMENT ON COLUMN "DaySales".orders IS '订单数';
    INSERT INTO "DaySales" ("areaId", "order", "Day", method, amount, orders)
    SELECT 'A' || (1 + i % 20), 1 + i % 2, date '2024-01-01' + i % 600,
        (ARRAY['微信', '支付宝', '现金']::pay_method[])[1 + i % 7 % 3],
        CASE WHEN i % 9 <> 0 THEN (i * 37 % 9000) + 5 END, 1 + i % 60 FROM generate_series(1, 6000) i;

    CREATE TABLE ops.employee (id int PRIMARY KEY, last_name text NOT NULL, boss_id int REFERENCES ops.employee,
        area_id varchar(8) REFERENCES area, salary numeric NOT NULL, is_trainee boolean NOT NULL, email text);
    INSERT INTO ops.employee SELECT i, 'Name ' || chr(64 + i), CASE WHEN i > 3 THEN 1 + i % 3 END, 'A' || (1 + i % 12),
        3000 + i * 100, i % 3 = 0, 'n' || i || '@example.com' FROM generate_series(1, 26) i;

    CREATE TABLE nothing (id int PRIMARY KEY, name text, amount numeric);
    CREATE VIEW area_sales AS SELECT a.area_name, sum(s.amount) AS amount, count(*) AS orders
        FROM area a JOIN "DaySales" s ON s."areaId" = a.id GROUP BY 1;
"""


def make_business(make_database: Callable[..., str], *, analysed: bool = True) -> str:
    """URL of a new database with it."""
    url = make_database()
    run_sql(url, BUSINESS)
    if analysed:
        run_sql(url, "ANALYZE")
    return url


def catalog_of(url: str) -> Catalog:
    with closing(connect_read_only(url)) as connection:
        return read_catalog(connection)
