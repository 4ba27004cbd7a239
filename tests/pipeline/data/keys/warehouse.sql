-- A star schema: dim_ and fact_, surrogate keys, dates in several roles.
CREATE SCHEMA dw;
CREATE TABLE dw.dim_date (date_key int PRIMARY KEY, full_date date, year_num int, quarter_num int);
CREATE TABLE dw.dim_customer (customer_sk int PRIMARY KEY, customer_id varchar(10), segment text);
CREATE TABLE dw.dim_product (product_sk int PRIMARY KEY, product_code varchar(10) UNIQUE, brand text);
CREATE TABLE dw.dim_store (store_key int PRIMARY KEY, store_nbr int, region text);
CREATE TABLE dw.dim_promotion (promo_key int PRIMARY KEY, promo_name text);
CREATE TABLE dw.fact_sales (
    sale_id bigint PRIMARY KEY, order_date_key int REFERENCES dw.dim_date, ship_date_key int REFERENCES dw.dim_date,
    customer_sk int REFERENCES dw.dim_customer, product_sk int REFERENCES dw.dim_product,
    store_key int REFERENCES dw.dim_store, promotion_key int REFERENCES dw.dim_promotion, quantity int, discount_pct int);
CREATE TABLE dw.fact_inventory (
    date_key int REFERENCES dw.dim_date, product_sk int REFERENCES dw.dim_product, store_key int REFERENCES dw.dim_store,
    on_hand int, PRIMARY KEY (date_key, product_sk, store_key));
CREATE TABLE dw.fact_returns (
    return_id bigint PRIMARY KEY, sale_id bigint REFERENCES dw.fact_sales, return_date_key int REFERENCES dw.dim_date,
    prod_code varchar(10) REFERENCES dw.dim_product (product_code), reason_code varchar(4), qty int);
INSERT INTO dw.dim_date
SELECT to_char(date '2023-01-01' + i, 'YYYYMMDD')::int, date '2023-01-01' + i, 2023, 1 + i / 92 FROM generate_series(0, 364) i;
INSERT INTO dw.dim_customer SELECT i, 'C' || i, 's' || i % 3 FROM generate_series(1, 80) i;
INSERT INTO dw.dim_product SELECT i, 'P' || i, 'b' || i % 5 FROM generate_series(1, 60) i;
INSERT INTO dw.dim_store SELECT i, 100 + i, 'r' || i % 4 FROM generate_series(1, 10) i;
INSERT INTO dw.dim_promotion SELECT i, 'x' || i FROM generate_series(1, 5) i;
INSERT INTO dw.fact_sales
SELECT i, to_char(date '2023-01-01' + i % 300, 'YYYYMMDD')::int, to_char(date '2023-01-01' + i % 300 + 5, 'YYYYMMDD')::int,
    i % 80 + 1, i * 7 % 60 + 1, i % 10 + 1, i % 5 + 1, i % 9 + 1, i % 4 * 5
FROM generate_series(1, 1000) i;
INSERT INTO dw.fact_inventory
SELECT to_char(date '2023-01-01' + i % 12 * 30, 'YYYYMMDD')::int, i % 60 + 1, i % 10 + 1, i % 50 FROM generate_series(1, 60) i;
INSERT INTO dw.fact_returns
SELECT i, i * 3, to_char(date '2023-01-01' + i % 300 + 20, 'YYYYMMDD')::int, 'P' || i % 60 + 1, 'R' || i % 4, 1
FROM generate_series(1, 150) i;
