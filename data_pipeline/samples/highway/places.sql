-- Who runs the service areas, where they lie, and the calendar everything is measured against.

CREATE TABLE bss_company (
    id varchar(32) PRIMARY KEY,
    company_no varchar(16) NOT NULL UNIQUE,
    company_name varchar(64) NOT NULL,
    city varchar(16) NOT NULL,
    established_on date NOT NULL,
    registered_capital numeric(14, 2) NOT NULL CHECK (registered_capital > 0)
);
COMMENT ON TABLE bss_company IS '高速公路管理公司表，每行为一个地市分公司';
COMMENT ON COLUMN bss_company.id IS '主键ID';
COMMENT ON COLUMN bss_company.company_no IS '公司编码';
COMMENT ON COLUMN bss_company.company_name IS '公司名称';
COMMENT ON COLUMN bss_company.city IS '所在地市';
COMMENT ON COLUMN bss_company.established_on IS '成立日期';
COMMENT ON COLUMN bss_company.registered_capital IS '注册资本（万元）';

CREATE TABLE bss_section_route (
    id varchar(32) PRIMARY KEY,
    section_name varchar(64) NOT NULL,
    route_name varchar(64) NOT NULL,
    code varchar(16) NOT NULL UNIQUE,
    length_km numeric(6, 1) NOT NULL CHECK (length_km > 0)
);
COMMENT ON TABLE bss_section_route IS '路段路线表';
COMMENT ON COLUMN bss_section_route.section_name IS '路段名称';
COMMENT ON COLUMN bss_section_route.route_name IS '所属高速路线名称';
COMMENT ON COLUMN bss_section_route.code IS '路段编号';
COMMENT ON COLUMN bss_section_route.length_km IS '路段里程（公里）';

CREATE TABLE bss_service_area (
    id varchar(32) PRIMARY KEY,
    service_area_no varchar(16) NOT NULL UNIQUE,
    service_area_name varchar(64) NOT NULL,
    company_id varchar(32) NOT NULL REFERENCES bss_company (id),
    service_position varchar(64),
    service_area_type varchar(16) NOT NULL CHECK (service_area_type IN ('信息化服务区', '智能化服务区')),
    star_level varchar(8) CHECK (star_level IN ('三星', '四星', '五星')),
    status smallint NOT NULL CHECK (status IN (1, 2)),
    opened_on date NOT NULL,
    closed_on date,
    parking_spaces integer NOT NULL CHECK (parking_spaces > 0),
    has_charging boolean NOT NULL,
    facilities text[] NOT NULL,
    CONSTRAINT closed_exactly_when_disabled CHECK ((status = 2) = (closed_on IS NOT NULL)),
    CONSTRAINT closed_after_opening CHECK (closed_on > opened_on)
);
COMMENT ON TABLE bss_service_area IS '服务区信息表';
COMMENT ON COLUMN bss_service_area.id IS '主键ID';
COMMENT ON COLUMN bss_service_area.service_area_no IS '服务区编码';
COMMENT ON COLUMN bss_service_area.service_area_name IS '服务区名称';
COMMENT ON COLUMN bss_service_area.company_id IS '所属公司ID';
COMMENT ON COLUMN bss_service_area.service_position IS '经纬度位置，格式为“纬度,经度”';
COMMENT ON COLUMN bss_service_area.service_area_type IS '服务区类型';
COMMENT ON COLUMN bss_service_area.star_level IS '星级，未评定为空';
COMMENT ON COLUMN bss_service_area.status IS '状态：1-启用 2-停用';
COMMENT ON COLUMN bss_service_area.opened_on IS '开通日期';
COMMENT ON COLUMN bss_service_area.closed_on IS '停用日期';
COMMENT ON COLUMN bss_service_area.parking_spaces IS '停车位数量';
COMMENT ON COLUMN bss_service_area.has_charging IS '是否有充电桩';
COMMENT ON COLUMN bss_service_area.facilities IS '设施清单';

-- No comments here on purpose: real schemas have such tables.
CREATE TABLE bss_section_route_area_link (
    section_route_id varchar(32) NOT NULL REFERENCES bss_section_route (id),
    service_area_id varchar(32) NOT NULL REFERENCES bss_service_area (id),
    PRIMARY KEY (section_route_id, service_area_id)
);

CREATE TABLE bss_calendar (
    cal_date date PRIMARY KEY,
    day_type varchar(8) NOT NULL CHECK (day_type IN ('工作日', '周末', '节假日')),
    holiday_name varchar(16),
    is_workday boolean NOT NULL,
    CONSTRAINT holiday_has_a_name CHECK ((day_type = '节假日') = (holiday_name IS NOT NULL))
);
COMMENT ON COLUMN bss_calendar.day_type IS '日期类型（调休上班日计为工作日）';
COMMENT ON COLUMN bss_calendar.holiday_name IS '节假日名称';
