-- The enum types among the given ones, with their labels in order.
select t.oid, n.nspname as schema, t.typname as name, array_agg(e.enumlabel::text order by e.enumsortorder) as labels
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
join pg_catalog.pg_enum e on e.enumtypid = t.oid
where t.oid = any(%(oids)s::oid[])
group by t.oid, n.nspname, t.typname
order by n.nspname, t.typname
