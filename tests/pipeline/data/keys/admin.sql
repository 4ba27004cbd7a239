-- A back office as frameworks make them: sys_ tables, 0 for no parent, text columns that hold names of users.
CREATE TABLE sys_dept (dept_id bigint PRIMARY KEY, parent_id bigint, ancestors text, dept_name text, order_num int, status char(1));
CREATE TABLE sys_user (
    user_id bigint PRIMARY KEY, dept_id bigint REFERENCES sys_dept, user_name text, sex char(1), status char(1), create_by text);
CREATE TABLE sys_role (role_id bigint PRIMARY KEY, role_name text, role_key text, role_sort int, data_scope char(1));
CREATE TABLE sys_menu (menu_id bigint PRIMARY KEY, menu_name text, parent_id bigint, order_num int, is_frame int);
CREATE TABLE sys_user_role (user_id bigint REFERENCES sys_user, role_id bigint REFERENCES sys_role, PRIMARY KEY (user_id, role_id));
CREATE TABLE sys_role_menu (role_id bigint REFERENCES sys_role, menu_id bigint REFERENCES sys_menu, PRIMARY KEY (role_id, menu_id));
CREATE TABLE sys_dict_type (dict_id bigint PRIMARY KEY, dict_name text, dict_type text UNIQUE, status char(1));
CREATE TABLE sys_dict_data (
    dict_code bigint PRIMARY KEY, dict_sort int, dict_label text, dict_value text, dict_type text REFERENCES sys_dict_type (dict_type));
CREATE TABLE sys_oper_log (oper_id bigint PRIMARY KEY, title text, business_type int, operator_type int, oper_name text, cost_time int);
CREATE TABLE sys_post (post_id bigint PRIMARY KEY, post_code text, post_name text, post_sort int);
CREATE TABLE sys_user_post (user_id bigint REFERENCES sys_user, post_id bigint REFERENCES sys_post, PRIMARY KEY (user_id, post_id));
COMMENT ON COLUMN sys_user.sex IS '用户性别（0男 1女 2未知）';
INSERT INTO sys_dept SELECT 100 + i, CASE WHEN i = 0 THEN 0 WHEN i < 3 THEN 100 ELSE 101 END, '0', 'd' || i, i, '0' FROM generate_series(0, 9) i;
INSERT INTO sys_user SELECT i, 100 + i % 10, 'u' || i, (i % 3)::text, '0', 'admin' FROM generate_series(1, 50) i;
INSERT INTO sys_role SELECT i, 'r' || i, 'k' || i, i, '1' FROM generate_series(1, 5) i;
INSERT INTO sys_menu SELECT i, 'm' || i, CASE WHEN i < 5 THEN 0 ELSE i % 4 + 1 END, i % 7 + 1, i % 2 FROM generate_series(1, 40) i;
INSERT INTO sys_user_role SELECT i, i % 5 + 1 FROM generate_series(1, 50) i;
INSERT INTO sys_role_menu SELECT r, m FROM generate_series(1, 5) r, generate_series(1, 40) m WHERE (r * m) % 3 = 0;
INSERT INTO sys_dict_type SELECT i, 'n' || i, 'type_' || i, '0' FROM generate_series(1, 10) i;
INSERT INTO sys_dict_data SELECT i, i % 4, 'l' || i, (i % 4)::text, 'type_' || i % 10 + 1 FROM generate_series(1, 40) i;
INSERT INTO sys_oper_log SELECT i, 't' || i % 5, i % 4 + 1, i % 3 + 1, 'u' || i % 50 + 1, i % 90 FROM generate_series(1, 200) i;
INSERT INTO sys_post SELECT i, 'c' || i, 'p' || i, i FROM generate_series(1, 4) i;
INSERT INTO sys_user_post SELECT i, i % 4 + 1 FROM generate_series(1, 50) i;
ALTER TABLE sys_dept ADD COLUMN leader_id bigint REFERENCES sys_user;
UPDATE sys_dept SET leader_id = dept_id - 95;
-- keys that 0 keeps from being declared
-- key: sys_dept.parent_id -> sys_dept.dept_id
-- key: sys_menu.parent_id -> sys_menu.menu_id
