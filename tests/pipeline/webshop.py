"""A web shop with everything that some form of question needs: people, prices, dates, trees, categories, gaps."""

from __future__ import annotations

WEBSHOP = """
    CREATE TABLE country (id int PRIMARY KEY, country_name text NOT NULL UNIQUE, continent text NOT NULL);
    CREATE TABLE customer (id int PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, level text NOT NULL,
        country_id int NOT NULL REFERENCES country, invited_by int REFERENCES customer, joined_on date NOT NULL);
    CREATE TABLE product (id int PRIMARY KEY, product_name text NOT NULL UNIQUE, category text NOT NULL, color text,
        price numeric(8, 2) NOT NULL, unit_cost numeric(8, 2) NOT NULL, rating double precision, is_active
        boolean NOT NULL,
        tags text[] NOT NULL);
    CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customer, status text NOT NULL,
        ordered_on date NOT NULL, shipped_on date, freight numeric(8, 2) NOT NULL, total_amount numeric(10, 2)
        NOT NULL);
    CREATE TABLE order_line (id int PRIMARY KEY, order_id int NOT NULL REFERENCES orders,
        product_id int NOT NULL REFERENCES product, unit_price numeric(8, 2) NOT NULL, quantity int NOT NULL);
    CREATE TABLE favourite (customer_id int REFERENCES customer, product_id int REFERENCES product,
        PRIMARY KEY (customer_id, product_id));
    CREATE TABLE returned (id int PRIMARY KEY, order_id int REFERENCES orders, reason text);

    INSERT INTO country SELECT i, (ARRAY['Norway', 'Chile', 'Kenya', 'Japan', 'Peru', 'Spain', 'Italy',
        'Ghana', 'Malta',
        'Brazil', 'India', 'Fiji'])[i], (ARRAY['Europe', 'America', 'Africa', 'Asia'])[1 + i % 4]
        FROM generate_series(1, 12) i;
    INSERT INTO customer SELECT i, (ARRAY['Ann', 'Ben', 'Cleo', 'Dan', 'Eva', 'Fay'])[1 + i % 6], 'Miller' ||
        chr(65 + i % 26)
        || chr(97 + i % 7), (ARRAY['gold', 'silver', 'basic', 'basic'])[1 + i % 4], 1 + i % 9, nullif(i % 5, 0),
        date '2020-01-01' + i * 7 FROM generate_series(1, 150) i;
    INSERT INTO product SELECT i, (ARRAY['Lamp', 'Chair', 'Table', 'Shelf'])[1 + i % 4] || ' No. ' || i,
        (ARRAY['Light', 'Seat', 'Storage'])[1 + i % 3], CASE WHEN i % 4 > 0 THEN (ARRAY['red', 'blue',
        'oak'])[1 + i % 3] END,
        10 + i * 3.5, 4 + i * 1.2, 1 + i % 9 / 2.0, i % 6 > 0,
        ARRAY[(ARRAY['new', 'sale', 'eco'])[1 + i % 3], (ARRAY['wood', 'metal'])[1 + i % 2]] FROM
        generate_series(1, 60) i;
    INSERT INTO orders SELECT i, 1 + i * 7 % 141, (ARRAY['open', 'paid', 'sent', 'sent', 'sent'])[1 + i % 5],
        date '2023-01-01' + i * 2 % 700, CASE WHEN i % 5 > 1 THEN date '2023-01-04' + i * 2 % 700 + i % 4 END,
        4 + i % 13, 20 + i * 37 % 900 FROM generate_series(1, 900) i;
    INSERT INTO order_line SELECT i, 1 + i % 900, 1 + i * 11 % 57, 12 + i % 200, 1 + i % 6 FROM
        generate_series(1, 1800) i;
    INSERT INTO favourite SELECT DISTINCT 1 + i % 140, 1 + i * 13 % 60 FROM generate_series(1, 400) i;
"""
