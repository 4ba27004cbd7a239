-- One table for each kind of attraction, under the attraction's key, which no name says; orders and tickets number their own rows.
CREATE TABLE attraction (attraction_id int PRIMARY KEY, title text, opened int);
CREATE TABLE museum (museum_id int PRIMARY KEY REFERENCES attraction, theme text);
CREATE TABLE shop (shop_id int PRIMARY KEY REFERENCES attraction, goods text);
CREATE TABLE park (park_id int PRIMARY KEY REFERENCES attraction, hectares int);
CREATE TABLE ticket (ticket_id int PRIMARY KEY, price int);
CREATE TABLE permit (permit_id int PRIMARY KEY, holder text);
INSERT INTO attraction SELECT 2000 + i * 37 % 8011, 'a' || i, 1900 + i FROM generate_series(1, 60) i;
INSERT INTO museum SELECT attraction_id, 't' || opened FROM attraction WHERE opened % 4 = 0;
INSERT INTO shop SELECT attraction_id, 'g' || opened FROM attraction WHERE opened % 4 = 1;
INSERT INTO park SELECT attraction_id, opened % 50 FROM attraction WHERE opened % 4 = 2;
INSERT INTO ticket SELECT i, i % 30 FROM generate_series(1, 9000) i;
INSERT INTO permit SELECT 2100 + i * 61, 'h' || i FROM generate_series(1, 20) i;
