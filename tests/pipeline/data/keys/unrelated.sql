-- No keys at all: small numbers that fit everywhere, numbers of other systems, counts, levels and codes.
CREATE TABLE machine (id int PRIMARY KEY, name text, state int, kind int, version int, slot_no int);
CREATE TABLE level (id int PRIMARY KEY, name text);
CREATE TABLE statement (id int PRIMARY KEY, total int);
CREATE TABLE measurement (
    id int PRIMARY KEY, machine_count int, temperature int, sensor_id int, batch_no int, level_count int, quality int,
    session_id int, type_id int, rank int, month int, day int, external_id int, machine_number text);
CREATE TABLE order_status (id int PRIMARY KEY, name text);
CREATE TABLE orders (id int PRIMARY KEY, total int, item_qty int, customer_age int, orders_num int);
INSERT INTO machine SELECT i, 'm' || i, i % 3 + 1, i % 4 + 1, i % 9 + 1, i % 6 + 1 FROM generate_series(1, 40) i;
INSERT INTO level SELECT i, 'l' || i FROM generate_series(1, 5) i;
INSERT INTO statement SELECT i, i * 10 FROM generate_series(1, 90) i;
INSERT INTO order_status SELECT i, 's' || i FROM generate_series(1, 6) i;
INSERT INTO orders SELECT i, i * 7, i % 5 + 1, 18 + i % 50, i % 3 + 1 FROM generate_series(1, 100) i;
INSERT INTO measurement
SELECT i, i % 7 + 1, i % 35, i % 20 + 1, i % 12 + 1, i % 4 + 1, i % 5 + 1, i % 30 + 1, i % 3 + 1, i % 10 + 1, i % 12 + 1,
    i % 28 + 1, i % 38 + 1, 'M' || i
FROM generate_series(1, 300) i;
