-- The comments on user tables, views and their columns as bytes, whatever the encoding of the database says of them.
select pg_catalog.convert_to(n.nspname::text, current.encoding) as schema,
       pg_catalog.convert_to(c.relname::text, current.encoding) as relation,
       pg_catalog.convert_to(a.attname::text, current.encoding) as "column",
       pg_catalog.convert_to(d.description, current.encoding) as text
from pg_catalog.pg_description d
join pg_catalog.pg_class c on d.classoid = 'pg_catalog.pg_class'::regclass and c.oid = d.objoid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_attribute a on d.objsubid > 0 and a.attrelid = c.oid and a.attnum = d.objsubid
cross join (select pg_catalog.current_setting('server_encoding')::name as encoding) current
where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
order by c.oid, d.objsubid
limit 20000
