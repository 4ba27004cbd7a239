-- Keys that say hardly anything by their names: "id" within a key of several columns, the s_id of an advisor, the
-- head of a department where people are called by an employee_id, a small grid of rooms.
CREATE TABLE physician (employee_id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO physician SELECT 900 + n, 'Physician ' || n FROM generate_series(1, 12) n;
CREATE TABLE clinic (clinic_id integer PRIMARY KEY, name text NOT NULL, head integer NOT NULL REFERENCES physician);
INSERT INTO clinic SELECT n, 'Clinic ' || n, 900 + n FROM generate_series(1, 9) n;
CREATE TABLE student (id varchar(5) PRIMARY KEY, name text NOT NULL, credits integer);
INSERT INTO student SELECT (10000 + n * 37)::text, 'Student ' || n, n FROM generate_series(1, 60) n;
CREATE TABLE teacher (id varchar(5) PRIMARY KEY, name text NOT NULL, salary integer);
INSERT INTO teacher SELECT (50000 + n * 41)::text, 'Teacher ' || n, 1000 * n FROM generate_series(1, 30) n;
CREATE TABLE advisor (s_id varchar(5) PRIMARY KEY REFERENCES student, i_id varchar(5) NOT NULL REFERENCES teacher);
INSERT INTO advisor SELECT (10000 + n * 37)::text, (50000 + (n % 30 + 1) * 41)::text FROM generate_series(1, 50) n;
CREATE TABLE lecture (lecture_no varchar(8), semester varchar(6), year integer, title text NOT NULL,
    PRIMARY KEY (lecture_no, semester, year));
INSERT INTO lecture SELECT 'L' || 100 + n, CASE n % 2 WHEN 0 THEN 'Fall' ELSE 'Spring' END, 2015 + n % 7, 'Lecture ' || n
    FROM generate_series(1, 40) n;
CREATE TABLE takes (id varchar(5) REFERENCES student, lecture_no varchar(8), semester varchar(6), year integer,
    grade varchar(2), PRIMARY KEY (id, lecture_no, semester, year),
    FOREIGN KEY (lecture_no, semester, year) REFERENCES lecture);
INSERT INTO takes SELECT (10000 + (n % 60 + 1) * 37)::text, l.lecture_no, l.semester, l.year, 'A'
    FROM generate_series(1, 300) n JOIN lecture l ON l.lecture_no = 'L' || 101 + n % 39 ON CONFLICT DO NOTHING;
CREATE TABLE block (block_floor integer, block_code integer, PRIMARY KEY (block_floor, block_code));
INSERT INTO block SELECT f, c FROM generate_series(1, 4) f, generate_series(1, 3) c;
CREATE TABLE room (room_no integer PRIMARY KEY, kind text NOT NULL, block_floor integer NOT NULL,
    block_code integer NOT NULL, FOREIGN KEY (block_floor, block_code) REFERENCES block);
INSERT INTO room SELECT 100 * (1 + n % 4) + n, 'Single', 1 + n % 4, 1 + n % 3 FROM generate_series(1, 36) n;
