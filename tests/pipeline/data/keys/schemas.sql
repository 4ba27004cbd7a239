-- Several schemas, with the same table in two of them.
CREATE SCHEMA crm; CREATE SCHEMA sales; CREATE SCHEMA hr;
CREATE TABLE hr.employees (employee_id int PRIMARY KEY, name text, manager_id int REFERENCES hr.employees);
CREATE TABLE crm.customers (customer_id int PRIMARY KEY, name text, account_manager_id int REFERENCES hr.employees);
CREATE TABLE crm.contacts (contact_id int PRIMARY KEY, customer_id int REFERENCES crm.customers, age int);
CREATE TABLE sales.customers (customer_id int PRIMARY KEY, legacy_no int);
CREATE TABLE sales.invoices (
    invoice_id int PRIMARY KEY, customer_id int REFERENCES sales.customers, salesperson_id int REFERENCES hr.employees,
    contact_id int REFERENCES crm.contacts, terms int);
CREATE TABLE sales.invoice_lines (
    invoice_line_id int PRIMARY KEY, invoice_id int REFERENCES sales.invoices, amount int, tax_class int);
INSERT INTO hr.employees SELECT i, 'e' || i, CASE WHEN i > 1 THEN i / 2 END FROM generate_series(1, 20) i;
INSERT INTO crm.customers SELECT i, 'c' || i, i % 20 + 1 FROM generate_series(1, 70) i;
INSERT INTO crm.contacts SELECT i, i % 70 + 1, 20 + i % 40 FROM generate_series(1, 100) i;
INSERT INTO sales.customers SELECT i, 900 + i FROM generate_series(1, 70) i;
INSERT INTO sales.invoices SELECT i, i % 70 + 1, i % 20 + 1, i % 100 + 1, i % 3 * 30 FROM generate_series(1, 200) i;
INSERT INTO sales.invoice_lines SELECT i, i % 200 + 1, i * 3, i % 2 + 1 FROM generate_series(1, 600) i;
