-- Rows of one table that go on in another by the same key; keys that are UUIDs.
CREATE TABLE persons (id int PRIMARY KEY, name text, born date);
CREATE TABLE employees (id int PRIMARY KEY REFERENCES persons, salary int, grade int);
CREATE TABLE students (id int PRIMARY KEY REFERENCES persons, semester int);
CREATE TABLE accounts (account_id uuid PRIMARY KEY, opened date);
CREATE TABLE account_settings (account_id uuid PRIMARY KEY REFERENCES accounts, theme text);
CREATE TABLE transfers (
    transfer_id uuid PRIMARY KEY, source uuid REFERENCES accounts, destination uuid REFERENCES accounts, trace uuid);
CREATE TABLE courses (id int PRIMARY KEY, title text, credits int, instructor_id int REFERENCES employees);
CREATE TABLE enrolments (
    course_id int REFERENCES courses, student_id int REFERENCES students, mark int, PRIMARY KEY (course_id, student_id));
CREATE TABLE course_levels (id int PRIMARY KEY, label text);
INSERT INTO persons SELECT i, 'p' || i, date '1980-01-01' + i FROM generate_series(1, 300) i;
INSERT INTO employees SELECT i * 7, i * 1000, i % 6 + 1 FROM generate_series(1, 40) i;
INSERT INTO students SELECT i * 2 + 1, i % 8 + 1 FROM generate_series(1, 120) i;
INSERT INTO accounts SELECT md5('a' || i)::uuid, date '2020-01-01' + i FROM generate_series(1, 100) i;
INSERT INTO account_settings SELECT md5('a' || i)::uuid, 'dark' FROM generate_series(1, 60) i;
INSERT INTO transfers
SELECT md5('t' || i)::uuid, md5('a' || i % 100 + 1)::uuid, md5('a' || i * 7 % 100 + 1)::uuid, md5('x' || i)::uuid
FROM generate_series(1, 400) i;
INSERT INTO courses SELECT i, 't' || i, i % 6 + 1, (i % 20 + 1) * 7 FROM generate_series(1, 25) i;
INSERT INTO enrolments
SELECT c, s * 2 + 1, (c + s) % 5 + 1 FROM generate_series(1, 25) c, generate_series(1, 120) s WHERE (c * s) % 11 = 1;
INSERT INTO course_levels SELECT i, 'l' || i FROM generate_series(1, 5) i;
