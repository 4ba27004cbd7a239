-- An English web shop: roles, plurals, abbreviations, self references, and numbers that are no keys.
CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE, login_count int);
CREATE TABLE suppliers (id int PRIMARY KEY, name text);
CREATE TABLE categories (id int PRIMARY KEY, parent_id int REFERENCES categories, name text, sort_order int);
CREATE TABLE products (
    id int PRIMARY KEY, cat_id int REFERENCES categories, supplier_id int REFERENCES suppliers, name text,
    stock int, price_level smallint, created_by int REFERENCES users, updated_by int REFERENCES users);
CREATE TABLE addresses (id int PRIMARY KEY, user_id int REFERENCES users, city text, postcode int);
CREATE TABLE couriers (id int PRIMARY KEY, name text);
CREATE TABLE customers (id int PRIMARY KEY, name text, sales_rep_id int REFERENCES users, order_count int, level int);
CREATE TABLE orders (
    id int PRIMARY KEY, cust_id int REFERENCES customers, status smallint, priority int,
    billing_address_id int REFERENCES addresses, shipping_address_id int REFERENCES addresses,
    courier int REFERENCES couriers, approver_id int REFERENCES users, item_count int);
CREATE TABLE order_items (
    order_id int REFERENCES orders, line_no int, product_id int REFERENCES products, qty int, PRIMARY KEY (order_id, line_no));
CREATE TABLE shipments (
    id int PRIMARY KEY, order_id int, line_no int, boxes int,
    FOREIGN KEY (order_id, line_no) REFERENCES order_items);
CREATE TABLE product_tags (product_id int REFERENCES products, tag text, PRIMARY KEY (product_id, tag));
INSERT INTO users SELECT i, 'u' || i, i % 7 FROM generate_series(1, 30) i;
INSERT INTO suppliers SELECT i, 's' || i FROM generate_series(1, 8) i;
INSERT INTO categories SELECT i, CASE WHEN i > 3 THEN i % 3 + 1 END, 'c' || i, i FROM generate_series(1, 12) i;
INSERT INTO products
SELECT i, i % 12 + 1, i % 8 + 1, 'p' || i, i * 7 % 90, i % 3 + 1, i % 5 + 1, i % 9 + 1 FROM generate_series(1, 100) i;
INSERT INTO addresses SELECT i, i % 30 + 1, 'city ' || i % 9, 1000 + i FROM generate_series(1, 60) i;
INSERT INTO couriers SELECT i, 'k' || i FROM generate_series(1, 4) i;
INSERT INTO customers SELECT i, 'n' || i, i % 4 + 3, i % 11, i % 5 + 1 FROM generate_series(1, 50) i;
INSERT INTO orders
SELECT i, i * 13 % 50 + 1, i % 4 + 1, i % 3 + 1, i % 60 + 1, i * 7 % 60 + 1, i % 4 + 1, i % 6 + 1, i % 5 + 1
FROM generate_series(1, 300) i;
INSERT INTO order_items
SELECT i, n, (i * n) % 100 + 1, n FROM generate_series(1, 300) i CROSS JOIN LATERAL generate_series(1, i % 5 + 1) n;
INSERT INTO shipments SELECT i, i, i % 5 + 1, 1 FROM generate_series(1, 250) i;
INSERT INTO product_tags SELECT i, 't' || i % 6 FROM generate_series(1, 100) i;
