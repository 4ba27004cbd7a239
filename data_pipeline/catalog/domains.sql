-- The domains among the given types and those under them, the lowest first, with what makes them. One is portable when
-- it needs nothing of the source but the type under it: no function, operator, sequence or extension.
with recursive chain(oid, depth) as (
    select t.oid, 0 from pg_catalog.pg_type t where t.oid = any(%(oids)s::oid[]) and t.typtype = 'd'
    union
    select base.oid, c.depth + 1
    from chain c
    join pg_catalog.pg_type t on t.oid = c.oid
    join pg_catalog.pg_type base on base.oid = t.typbasetype
    where base.typtype = 'd'
), domain as (
    select oid, max(depth) as depth from chain group by oid
), need as (
    select x.objid as domain, x.refclassid, x.refobjid
    from domain d join pg_catalog.pg_depend x on x.objid = d.oid and x.classid = 'pg_catalog.pg_type'::regclass
    union all
    select d.oid, x.refclassid, x.refobjid
    from domain d
    join pg_catalog.pg_constraint k on k.contypid = d.oid
    join pg_catalog.pg_depend x on x.objid = k.oid and x.classid = 'pg_catalog.pg_constraint'::regclass
)
select t.oid,
       n.nspname as schema,
       t.typname as name,
       pg_catalog.format_type(t.typbasetype, t.typtypmod) as base_type,
       pg_catalog.pg_get_expr(t.typdefaultbin, 0) as default,
       not t.typnotnull as nullable,
       array(select 'CONSTRAINT ' || pg_catalog.quote_ident(k.conname) || ' ' || pg_catalog.pg_get_constraintdef(k.oid)
             from pg_catalog.pg_constraint k where k.contypid = t.oid and k.contype = 'c' order by k.conname) as checks,
       case when base.typtype = 'd' then base.oid end as base_domain,
       case 'e' when base.typtype then base.oid when item.typtype then item.oid end as enum_type,
       not exists (
           select from need
           where need.domain = t.oid and need.refobjid >= 16384 and need.refobjid <> t.oid
             and need.refclassid not in ('pg_catalog.pg_namespace'::regclass, 'pg_catalog.pg_collation'::regclass)
             and not (need.refclassid = 'pg_catalog.pg_type'::regclass
                      and need.refobjid in (base.oid, base.typelem, base.typarray)
                      and (base.typtype in ('d', 'e') or item.typtype = 'e'))) as portable
from domain d
join pg_catalog.pg_type t on t.oid = d.oid
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
join pg_catalog.pg_type base on base.oid = t.typbasetype
left join pg_catalog.pg_type item on item.oid = base.typelem and base.typcategory = 'A'
order by d.depth desc, n.nspname collate "C", t.typname collate "C"
