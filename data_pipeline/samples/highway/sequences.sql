-- The rows came with their numbers; the next one inserted continues after the last.

SELECT setval(pg_get_serial_sequence('bss_employee', 'id'), max(id)) FROM bss_employee;
SELECT setval(pg_get_serial_sequence('bss_supplier', 'id'), max(id)) FROM bss_supplier;
SELECT setval(pg_get_serial_sequence('bss_branch', 'id'), max(id)) FROM bss_branch;
