-- A Chinese operator of roads: prefixed tables, numbers of service areas, comments that name the table.
CREATE TABLE bss_company (id varchar(32) PRIMARY KEY, company_no varchar(8) UNIQUE, company_name text, version int);
CREATE TABLE bss_service_area (
    id varchar(32) PRIMARY KEY, service_area_no varchar(8) UNIQUE, service_area_name text,
    company_id varchar(32) REFERENCES bss_company, service_state text, created_by text);
CREATE TABLE bss_branch (
    id varchar(32) PRIMARY KEY, branch_no varchar(8) UNIQUE, service_area_id varchar(32) REFERENCES bss_service_area,
    company_id varchar(32) REFERENCES bss_company, product_brand text);
CREATE TABLE bss_daily (
    id varchar(32) PRIMARY KEY, oper_date date, service_no varchar(8) REFERENCES bss_service_area (service_area_no),
    service_name text, branch_no varchar(8) REFERENCES bss_branch (branch_no), order_sum int, pay_sum numeric);
CREATE TABLE bss_section (id int PRIMARY KEY, section_name text, lanes int);
CREATE TABLE bss_link (
    section_id int REFERENCES bss_section, service_area_id varchar(32) REFERENCES bss_service_area,
    PRIMARY KEY (section_id, service_area_id));
INSERT INTO bss_company SELECT md5('c' || i), 'C' || lpad(i::text, 3, '0'), '公司' || i, 1 FROM generate_series(1, 6) i;
INSERT INTO bss_service_area
SELECT md5('s' || i), 'H' || lpad(i::text, 4, '0'), '服务区' || i, md5('c' || i % 6 + 1), '开放', 'admin' FROM generate_series(1, 40) i;
INSERT INTO bss_branch
SELECT md5('b' || i), 'B' || lpad(i::text, 4, '0'), md5('s' || i % 40 + 1), md5('c' || i % 40 % 6 + 1), 'x' FROM generate_series(1, 120) i;
INSERT INTO bss_daily
SELECT md5('d' || i), date '2024-01-01' + i % 60, 'H' || lpad((i % 40 + 1)::text, 4, '0'), '服务区' || i % 40 + 1,
    'B' || lpad((i % 120 + 1)::text, 4, '0'), i % 50, i * 1.5
FROM generate_series(1, 800) i;
INSERT INTO bss_section SELECT i, '路段' || i, i % 4 + 2 FROM generate_series(1, 15) i;
INSERT INTO bss_link SELECT i % 15 + 1, md5('s' || i) FROM generate_series(1, 40) i;
