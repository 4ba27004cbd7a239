-- Every column begins with letters of its table, words run together, one composite key.
CREATE TABLE region (r_regionkey int PRIMARY KEY, r_name text);
CREATE TABLE nation (n_nationkey int PRIMARY KEY, n_name text, n_regionkey int REFERENCES region);
CREATE TABLE part (p_partkey int PRIMARY KEY, p_name text, p_size int, p_container text);
CREATE TABLE vendor (v_vendkey int PRIMARY KEY, v_name text, v_nationkey int REFERENCES nation, v_rating int);
CREATE TABLE partvend (
    pv_partkey int REFERENCES part, pv_vendkey int REFERENCES vendor, pv_cost int, PRIMARY KEY (pv_partkey, pv_vendkey));
CREATE TABLE client (c_clientkey int PRIMARY KEY, c_nationkey int REFERENCES nation, c_balance int, c_segment text);
CREATE TABLE purchase (o_orderkey int PRIMARY KEY, o_clientkey int REFERENCES client, o_priority int, o_total int);
CREATE TABLE lineitem (
    l_orderkey int REFERENCES purchase, l_linenumber int, l_partkey int, l_vendkey int, l_quantity int, l_tax int,
    PRIMARY KEY (l_orderkey, l_linenumber), FOREIGN KEY (l_partkey, l_vendkey) REFERENCES partvend);
INSERT INTO region SELECT i, 'r' || i FROM generate_series(0, 4) i;
INSERT INTO nation SELECT i, 'n' || i, i % 5 FROM generate_series(0, 24) i;
INSERT INTO part SELECT i, 'p' || i, i % 50 + 1, 'box' FROM generate_series(1, 200) i;
INSERT INTO vendor SELECT i, 'v' || i, i % 25, i % 5 FROM generate_series(1, 40) i;
INSERT INTO partvend SELECT i, (i + n * 7) % 40 + 1, i * n FROM generate_series(1, 200) i, generate_series(0, 2) n;
INSERT INTO client SELECT i, i % 25, i * 3, 's' || i % 4 FROM generate_series(1, 100) i;
INSERT INTO purchase SELECT i, i % 100 + 1, i % 5 + 1, i * 10 FROM generate_series(1, 300) i;
INSERT INTO lineitem
SELECT i, n, (i * n) % 200 + 1, (((i * n) % 200 + 1) + n % 3 * 7) % 40 + 1, n, 2
FROM generate_series(1, 300) i, generate_series(1, 3) n;
