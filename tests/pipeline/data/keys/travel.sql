-- Columns that are called after what they refer to, without "id"; keys that are text.
CREATE TABLE continents (ContId int PRIMARY KEY, Continent text);
CREATE TABLE countries (CountryId int PRIMARY KEY, CountryName text, Continent int REFERENCES continents);
CREATE TABLE car_makers (Id int PRIMARY KEY, Maker text, FullName text, Country int REFERENCES countries);
CREATE TABLE model_list (ModelId int PRIMARY KEY, Maker int REFERENCES car_makers, Model text UNIQUE);
CREATE TABLE car_names (MakeId int PRIMARY KEY, Model text REFERENCES model_list (Model), Make text);
CREATE TABLE airlines (uid int PRIMARY KEY, Airline text, Abbreviation text, Country text);
CREATE TABLE airports (AirportCode char(3) PRIMARY KEY, AirportName text, City text, elevation int);
CREATE TABLE flights (
    FlightNo int, Airline int REFERENCES airlines, SourceAirport char(3) REFERENCES airports,
    DestAirport char(3) REFERENCES airports, gates int, PRIMARY KEY (Airline, FlightNo));
CREATE TABLE city (id int PRIMARY KEY, name text, country_code char(3), population int);
CREATE TABLE country_language (country_code char(3), language text, is_official boolean, PRIMARY KEY (country_code, language));
CREATE TABLE nation (code char(3) PRIMARY KEY, name text, capital int REFERENCES city);
ALTER TABLE city ADD FOREIGN KEY (country_code) REFERENCES nation;
ALTER TABLE country_language ADD FOREIGN KEY (country_code) REFERENCES nation;
INSERT INTO continents SELECT i, 'c' || i FROM generate_series(1, 5) i;
INSERT INTO countries SELECT i, 'n' || i, i % 5 + 1 FROM generate_series(1, 15) i;
INSERT INTO car_makers SELECT i, 'm' || i, 'full ' || i, i % 15 + 1 FROM generate_series(1, 22) i;
INSERT INTO model_list SELECT i, i % 22 + 1, 'model ' || i FROM generate_series(1, 36) i;
INSERT INTO car_names SELECT i, 'model ' || i % 36 + 1, 'make ' || i FROM generate_series(1, 100) i;
INSERT INTO airlines SELECT i, 'a' || i, 'ab' || i, 'USA' FROM generate_series(1, 12) i;
INSERT INTO airports SELECT 'A' || lpad(i::text, 2, '0'), 'n' || i, 'c' || i, i * 10 FROM generate_series(1, 60) i;
INSERT INTO flights
SELECT i, i % 12 + 1, 'A' || lpad((i % 60 + 1)::text, 2, '0'), 'A' || lpad((i * 7 % 60 + 1)::text, 2, '0'), i % 4 + 1
FROM generate_series(1, 300) i;
INSERT INTO nation SELECT 'N' || lpad(i::text, 2, '0'), 'n' || i FROM generate_series(1, 50) i;
INSERT INTO city SELECT i, 'c' || i, 'N' || lpad((i % 50 + 1)::text, 2, '0'), i * 1000 FROM generate_series(1, 200) i;
UPDATE nation SET capital = substr(code, 2)::int * 3;
INSERT INTO country_language
SELECT 'N' || lpad(i::text, 2, '0'), 'l' || n, n = 1 FROM generate_series(1, 50) i, generate_series(1, 2) n;
