-- Employees and departments with text codes and link tables.
CREATE TABLE departments (dept_no char(4) PRIMARY KEY, dept_name text UNIQUE);
CREATE TABLE employees (
    emp_no int PRIMARY KEY, first_name text, gender char(1), hire_date date, reports_to int REFERENCES employees,
    job_cd varchar(10), grade int);
CREATE TABLE jobs (job_code varchar(10) PRIMARY KEY, title text, min_salary int);
ALTER TABLE employees ADD FOREIGN KEY (job_cd) REFERENCES jobs;
CREATE TABLE dept_emp (
    emp_no int REFERENCES employees, dept_no char(4) REFERENCES departments, from_date date,
    PRIMARY KEY (emp_no, dept_no));
CREATE TABLE dept_manager (
    dept_no char(4) REFERENCES departments, emp_no int REFERENCES employees, from_date date,
    PRIMARY KEY (emp_no, dept_no));
CREATE TABLE salaries (emp_no int REFERENCES employees, from_date date, amount int, PRIMARY KEY (emp_no, from_date));
CREATE TABLE projects (
    proj_id int PRIMARY KEY, lead_emp int REFERENCES employees, dept char(4) REFERENCES departments, budget int);
CREATE TABLE timesheets (
    id int PRIMARY KEY, employee_no int REFERENCES employees, project_id int REFERENCES projects, hours int,
    approved_by int REFERENCES employees);
INSERT INTO departments SELECT 'd' || lpad(i::text, 3, '0'), 'name ' || i FROM generate_series(1, 9) i;
INSERT INTO jobs SELECT 'J' || i, 'title ' || i, i * 1000 FROM generate_series(1, 6) i;
INSERT INTO employees
SELECT 10000 + i, 'f' || i % 40, CASE WHEN i % 2 = 0 THEN 'M' ELSE 'F' END, date '2000-01-01' + i,
    CASE WHEN i > 5 THEN 10000 + i % 5 + 1 END, 'J' || i % 6 + 1, i % 8 + 1
FROM generate_series(1, 200) i;
INSERT INTO dept_emp
SELECT 10000 + i, 'd' || lpad((i % 9 + 1)::text, 3, '0'), date '2001-01-01' + i FROM generate_series(1, 200) i;
INSERT INTO dept_manager
SELECT 'd' || lpad(i::text, 3, '0'), 10000 + i * 3, date '2001-01-01' + i FROM generate_series(1, 9) i;
INSERT INTO salaries
SELECT 10000 + i, date '2001-01-01' + n * 365, 1000 + i FROM generate_series(1, 200) i, generate_series(1, 3) n;
INSERT INTO projects
SELECT i, 10000 + i * 4, 'd' || lpad((i % 9 + 1)::text, 3, '0'), i * 500 FROM generate_series(1, 30) i;
INSERT INTO timesheets
SELECT i, 10000 + i % 200 + 1, i % 30 + 1, i % 8 + 1, 10000 + i % 5 + 1 FROM generate_series(1, 500) i;
