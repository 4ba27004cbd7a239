-- The enum types among the given ones, with their labels in order; a type may have none.
select t.oid,
       n.nspname as schema,
       t.typname as name,
       array(select e.enumlabel::text from pg_catalog.pg_enum e where e.enumtypid = t.oid order by e.enumsortorder)
           as labels
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where t.oid = any(%(oids)s::oid[]) and t.typtype = 'e'
order by n.nspname, t.typname
