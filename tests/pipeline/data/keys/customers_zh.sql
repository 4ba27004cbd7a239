-- Chinese names of tables and columns.
CREATE TABLE 部门 (编号 int PRIMARY KEY, 名称 text, 上级部门编号 int REFERENCES 部门);
CREATE TABLE 员工 (工号 varchar(10) PRIMARY KEY, 姓名 text, 部门编号 int REFERENCES 部门, 级别 int);
CREATE TABLE 客户 (编号 int PRIMARY KEY, 名称 text, 客户经理工号 varchar(10) REFERENCES 员工, 信用等级 smallint);
CREATE TABLE 产品类别 (类别编码 varchar(6) PRIMARY KEY, 名称 text);
CREATE TABLE 产品 (产品编号 int PRIMARY KEY, 名称 text, 类别编码 varchar(6) REFERENCES 产品类别, 库存数量 int);
CREATE TABLE 订单 (
    订单号 bigint PRIMARY KEY, 客户编号 int REFERENCES 客户, 下单日期 date, 状态 smallint, 制单人 varchar(10) REFERENCES 员工,
    产品数量 int);
CREATE TABLE 订单明细 (
    订单号 bigint REFERENCES 订单, 行号 int, 产品编号 int REFERENCES 产品, 数量 int, PRIMARY KEY (订单号, 行号));
CREATE TABLE 收款记录 (流水号 bigint PRIMARY KEY, 订单号 bigint REFERENCES 订单, 付款方式 smallint, 金额 numeric(12, 2));
COMMENT ON COLUMN 订单.状态 IS '1-待付款 2-已付款 3-已取消';
INSERT INTO 部门 SELECT i, '部' || i, CASE WHEN i > 2 THEN i % 2 + 1 END FROM generate_series(1, 8) i;
INSERT INTO 员工 SELECT 'E' || lpad(i::text, 4, '0'), '人' || i, i % 8 + 1, i % 5 + 1 FROM generate_series(1, 60) i;
INSERT INTO 客户 SELECT i, '客' || i, 'E' || lpad((i % 10 + 1)::text, 4, '0'), i % 4 + 1 FROM generate_series(1, 90) i;
INSERT INTO 产品类别 SELECT 'C' || i, '类' || i FROM generate_series(1, 7) i;
INSERT INTO 产品 SELECT i, '品' || i, 'C' || i % 7 + 1, i * 3 % 40 FROM generate_series(1, 50) i;
INSERT INTO 订单
SELECT 2024000000 + i, i % 90 + 1, date '2024-01-01' + i % 200, i % 3 + 1, 'E' || lpad((i % 6 + 1)::text, 4, '0'), i % 7 + 1
FROM generate_series(1, 200) i;
INSERT INTO 订单明细 SELECT 2024000000 + i, n, (i * n) % 50 + 1, n FROM generate_series(1, 200) i, generate_series(1, 2) n;
INSERT INTO 收款记录 SELECT i, 2024000000 + i, i % 3 + 1, i * 1.5 FROM generate_series(1, 150) i;
