-- What is sold and who drives by, day by day. The day tables are fed by outside systems, so their keys are not declared.

CREATE TABLE bss_business_day_data (
    id varchar(32) PRIMARY KEY,
    create_ts timestamp NOT NULL,
    oper_date date NOT NULL,
    service_no varchar(16) NOT NULL,
    service_name varchar(64) NOT NULL,
    branch_no varchar(16) NOT NULL,
    branch_name varchar(64) NOT NULL,
    wx numeric(12, 2) NOT NULL,
    wx_order integer NOT NULL,
    zfb numeric(12, 2) NOT NULL,
    zf_order integer NOT NULL,
    rmb numeric(12, 2) NOT NULL,
    rmb_order integer NOT NULL,
    xs numeric(12, 2) NOT NULL,
    xs_order integer NOT NULL,
    jd numeric(12, 2),
    jd_order integer,
    order_sum integer NOT NULL,
    pay_sum numeric(12, 2) NOT NULL,
    source_type smallint NOT NULL,
    CONSTRAINT orders_add_up CHECK (order_sum = wx_order + zf_order + rmb_order + xs_order + coalesce(jd_order, 0)),
    CONSTRAINT payments_add_up CHECK (pay_sum = wx + zfb + rmb + xs + coalesce(jd, 0))
);
COMMENT ON TABLE bss_business_day_data IS '档口每日经营数据表，按支付方式统计营业额和订单数';
COMMENT ON COLUMN bss_business_day_data.id IS '主键ID';
COMMENT ON COLUMN bss_business_day_data.create_ts IS '创建时间';
COMMENT ON COLUMN bss_business_day_data.oper_date IS '统计日期';
COMMENT ON COLUMN bss_business_day_data.service_no IS '服务区编码';
COMMENT ON COLUMN bss_business_day_data.service_name IS '服务区名称';
COMMENT ON COLUMN bss_business_day_data.branch_no IS '档口编码';
COMMENT ON COLUMN bss_business_day_data.branch_name IS '档口名称';
COMMENT ON COLUMN bss_business_day_data.wx IS '微信支付金额';
COMMENT ON COLUMN bss_business_day_data.wx_order IS '微信订单数';
COMMENT ON COLUMN bss_business_day_data.zfb IS '支付宝支付金额';
COMMENT ON COLUMN bss_business_day_data.zf_order IS '支付宝订单数';
COMMENT ON COLUMN bss_business_day_data.rmb IS '现金支付金额';
COMMENT ON COLUMN bss_business_day_data.rmb_order IS '现金订单数';
COMMENT ON COLUMN bss_business_day_data.xs IS '行吧支付金额';
COMMENT ON COLUMN bss_business_day_data.xs_order IS '行吧订单数';
COMMENT ON COLUMN bss_business_day_data.jd IS '金豆支付金额，未开通的档口为空';
COMMENT ON COLUMN bss_business_day_data.jd_order IS '金豆订单数';
COMMENT ON COLUMN bss_business_day_data.order_sum IS '订单总数';
COMMENT ON COLUMN bss_business_day_data.pay_sum IS '支付总金额（元）';
COMMENT ON COLUMN bss_business_day_data.source_type IS E'数据来源：1-驿购 2-驿美 3-手工录入\n注：驿美自2024年1月1日起接入';
CREATE INDEX ON bss_business_day_data (oper_date);
CREATE INDEX ON bss_business_day_data (branch_no, oper_date);

CREATE TABLE bss_car_day_count (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    count_date date NOT NULL,
    service_area_id varchar(32) NOT NULL,
    car_type varchar(16) NOT NULL,
    customer_count integer NOT NULL CHECK (customer_count >= 0)
);
COMMENT ON TABLE bss_car_day_count IS '服务区每日车流量统计表';
COMMENT ON COLUMN bss_car_day_count.id IS '主键ID';
COMMENT ON COLUMN bss_car_day_count.count_date IS '统计日期';
COMMENT ON COLUMN bss_car_day_count.service_area_id IS '服务区ID';
COMMENT ON COLUMN bss_car_day_count.car_type IS '车辆类别（过境、城际、危化品、其他）';
COMMENT ON COLUMN bss_car_day_count.customer_count IS '车辆数量';
CREATE INDEX ON bss_car_day_count (count_date);

CREATE TABLE bss_charging_session (
    session_no varchar(24) NOT NULL,
    service_area_id varchar(32) NOT NULL REFERENCES bss_service_area (id),
    pile_no varchar(8) NOT NULL,
    card_no varchar(16),
    started_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL,
    energy_kwh numeric(8, 2) NOT NULL CHECK (energy_kwh > 0),
    electricity_fee numeric(10, 2) NOT NULL,
    service_fee numeric(10, 2) NOT NULL,
    total_amount numeric(10, 2) GENERATED ALWAYS AS (electricity_fee + service_fee) STORED,
    pay_method varchar(8) NOT NULL CHECK (pay_method IN ('微信', '支付宝', '会员卡', 'ETC')),
    end_reason smallint NOT NULL CHECK (end_reason IN (0, 1)),
    PRIMARY KEY (session_no, started_at),
    CONSTRAINT ends_after_start CHECK (ended_at > started_at),
    CONSTRAINT card_pays_only_with_card CHECK (pay_method <> '会员卡' OR card_no IS NOT NULL)
) PARTITION BY RANGE (started_at);
COMMENT ON TABLE bss_charging_session IS '充电记录表，按季度分区';
COMMENT ON COLUMN bss_charging_session.session_no IS '充电流水号';
COMMENT ON COLUMN bss_charging_session.service_area_id IS '服务区ID';
COMMENT ON COLUMN bss_charging_session.pile_no IS '充电桩编号';
COMMENT ON COLUMN bss_charging_session.card_no IS '会员卡号，非会员为空';
COMMENT ON COLUMN bss_charging_session.started_at IS '开始充电时间';
COMMENT ON COLUMN bss_charging_session.ended_at IS '结束充电时间';
COMMENT ON COLUMN bss_charging_session.energy_kwh IS '充电量（千瓦时）';
COMMENT ON COLUMN bss_charging_session.electricity_fee IS '电费（元）';
COMMENT ON COLUMN bss_charging_session.service_fee IS '充电服务费（元）';
COMMENT ON COLUMN bss_charging_session.total_amount IS '合计金额（元）';
COMMENT ON COLUMN bss_charging_session.pay_method IS '支付方式';
COMMENT ON COLUMN bss_charging_session.end_reason IS '结束原因，0=正常结束，1=异常中断';

CREATE TABLE bss_charging_session_2023q3 PARTITION OF bss_charging_session
    FOR VALUES FROM ('2023-07-01 00:00+08') TO ('2023-10-01 00:00+08');
CREATE TABLE bss_charging_session_2023q4 PARTITION OF bss_charging_session
    FOR VALUES FROM ('2023-10-01 00:00+08') TO ('2024-01-01 00:00+08');
CREATE TABLE bss_charging_session_2024q1 PARTITION OF bss_charging_session
    FOR VALUES FROM ('2024-01-01 00:00+08') TO ('2024-04-01 00:00+08');
CREATE TABLE bss_charging_session_2024q2 PARTITION OF bss_charging_session
    FOR VALUES FROM ('2024-04-01 00:00+08') TO ('2024-07-01 00:00+08');
CREATE TABLE bss_charging_session_2024q3 PARTITION OF bss_charging_session
    FOR VALUES FROM ('2024-07-01 00:00+08') TO ('2024-10-01 00:00+08');
CREATE TABLE bss_charging_session_2024q4 PARTITION OF bss_charging_session
    FOR VALUES FROM ('2024-10-01 00:00+08') TO ('2025-01-01 00:00+08');
CREATE TABLE bss_charging_session_2025q1 PARTITION OF bss_charging_session
    FOR VALUES FROM ('2025-01-01 00:00+08') TO ('2025-04-01 00:00+08');
CREATE TABLE bss_charging_session_2025q2 PARTITION OF bss_charging_session
    FOR VALUES FROM ('2025-04-01 00:00+08') TO ('2025-07-01 00:00+08');
