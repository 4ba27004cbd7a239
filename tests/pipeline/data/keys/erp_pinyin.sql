-- Pinyin initials that only the comments explain.
CREATE TABLE t_kh (id int PRIMARY KEY, mc varchar(50), khjb smallint);
COMMENT ON TABLE t_kh IS '客户信息表';
CREATE TABLE t_bm (id int PRIMARY KEY, mc varchar(50), sjbm_id int REFERENCES t_bm);
COMMENT ON TABLE t_bm IS '部门表';
COMMENT ON COLUMN t_bm.sjbm_id IS '上级部门ID';
CREATE TABLE t_yg (id int PRIMARY KEY, xm varchar(20), bm int REFERENCES t_bm, xb smallint, gl int);
COMMENT ON TABLE t_yg IS '员工表';
COMMENT ON COLUMN t_yg.bm IS '所属部门，关联部门表';
COMMENT ON COLUMN t_yg.xb IS '性别：1男 2女';
COMMENT ON COLUMN t_yg.gl IS '工龄（年）';
CREATE TABLE t_ck (ckbh varchar(8) PRIMARY KEY, mc varchar(50));
COMMENT ON TABLE t_ck IS '仓库';
COMMENT ON COLUMN t_ck.ckbh IS '仓库编号';
CREATE TABLE t_wl (wlbh varchar(8) PRIMARY KEY, mc varchar(50), dw varchar(4));
COMMENT ON TABLE t_wl IS '物料主数据';
COMMENT ON COLUMN t_wl.wlbh IS '物料编号';
CREATE TABLE t_dd (
    id int PRIMARY KEY, kh_id int REFERENCES t_kh, ywy int REFERENCES t_yg, ckbh varchar(8) REFERENCES t_ck,
    zt smallint, sl int);
COMMENT ON TABLE t_dd IS '销售订单表';
COMMENT ON COLUMN t_dd.kh_id IS '客户ID';
COMMENT ON COLUMN t_dd.ywy IS '业务员（关联员工表）';
COMMENT ON COLUMN t_dd.zt IS '状态 0-草稿 1-已审核 2-已关闭';
COMMENT ON COLUMN t_dd.sl IS '数量';
CREATE TABLE t_dd_mx (
    id int PRIMARY KEY, dd_id int REFERENCES t_dd, wl varchar(8) REFERENCES t_wl, sl int, bz text);
COMMENT ON TABLE t_dd_mx IS '销售订单明细表';
COMMENT ON COLUMN t_dd_mx.dd_id IS '订单ID，对应销售订单表';
COMMENT ON COLUMN t_dd_mx.wl IS '物料编号';
INSERT INTO t_kh SELECT i, '客' || i, i % 3 + 1 FROM generate_series(1, 40) i;
INSERT INTO t_bm SELECT i, '部' || i, CASE WHEN i > 1 THEN 1 END FROM generate_series(1, 6) i;
INSERT INTO t_yg SELECT i, '员' || i, i % 6 + 1, i % 2 + 1, i % 20 FROM generate_series(1, 30) i;
INSERT INTO t_ck SELECT 'CK' || i, '库' || i FROM generate_series(1, 5) i;
INSERT INTO t_wl SELECT 'WL' || i, '料' || i, '个' FROM generate_series(1, 70) i;
INSERT INTO t_dd SELECT i, i % 40 + 1, i % 12 + 1, 'CK' || i % 5 + 1, i % 3, i % 9 FROM generate_series(1, 120) i;
INSERT INTO t_dd_mx SELECT i, i % 120 + 1, 'WL' || i % 70 + 1, i % 5, NULL FROM generate_series(1, 300) i;
