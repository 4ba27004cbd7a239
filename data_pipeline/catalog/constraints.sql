-- Primary, unique and foreign keys, checks and exclusions of the relations; unique indexes without a constraint count
-- as unique keys, those over a part of the rows or over expressions (kind i) do not. unportable is what needs more of
-- the source than its tables and enum types: a function, an operator, a type, a collation, an extension.
with needed(classid, objid, refclassid, refobjid) as not materialized (
    select x.classid, x.objid, x.refclassid, x.refobjid
    from pg_catalog.pg_depend x
    where x.refobjid >= 16384
      and (x.refclassid in ('pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_operator'::regclass,
                            'pg_catalog.pg_opclass'::regclass, 'pg_catalog.pg_collation'::regclass)
           or x.refclassid = 'pg_catalog.pg_type'::regclass
              and not exists (
                  select from pg_catalog.pg_type e left join pg_catalog.pg_type item on item.oid = e.typelem
                  where e.oid = x.refobjid and 'e' in (e.typtype, item.typtype)))
)
select k.conrelid as relation,
       k.contype::text as kind,
       k.conname as name,
       pg_catalog.pg_get_constraintdef(k.oid) as definition,
       case when k.contype = 'x' then rule.columns else (
           select array_agg(a.attname::text order by u.place)
           from unnest(k.conkey) with ordinality u(number, place)
           join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number) end as columns,
       rn.nspname as ref_schema,
       r.relname as ref_table,
       (select array_agg(a.attname::text order by u.place)
        from unnest(k.confkey) with ordinality u(number, place)
        join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.number) as ref_columns,
       exists (
           select from needed x
           where x.classid = 'pg_catalog.pg_constraint'::regclass and x.objid = k.oid
              or x.classid = 'pg_catalog.pg_class'::regclass and x.objid = k.conindid and k.contype <> 'f'
       ) as unportable
from pg_catalog.pg_constraint k
left join pg_catalog.pg_class r on r.oid = k.confrelid
left join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
cross join lateral (
    select array_agg(distinct a.attname::text) as columns
    from pg_catalog.pg_depend x
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.refobjsubid
    where k.contype = 'x' and a.attnum > 0
      and x.refclassid = 'pg_catalog.pg_class'::regclass and x.refobjid = k.conrelid
      and (x.classid = 'pg_catalog.pg_constraint'::regclass and x.objid = k.oid
           or x.classid = 'pg_catalog.pg_class'::regclass and x.objid = k.conindid)) rule
where k.conrelid = any(%(oids)s::oid[]) and k.contype in ('p', 'u', 'f', 'c', 'x') and k.conparentid = 0
union all
select i.indrelid, 'u', c.relname, null,
       (select array_agg(a.attname::text order by u.place)
        from unnest(i.indkey::smallint[]) with ordinality u(number, place)
        join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.number
        where u.place <= i.indnkeyatts),
       null, null, null, false
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
where i.indrelid = any(%(oids)s::oid[])
  and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
  and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.conrelid = i.indrelid)
union all
select i.indrelid, 'i', c.relname, pg_catalog.pg_get_indexdef(i.indexrelid),
       (select array_agg(distinct a.attname::text)
        from pg_catalog.pg_depend x
        join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = x.refobjsubid
        where x.classid = 'pg_catalog.pg_class'::regclass and x.objid = i.indexrelid
          and x.refclassid = 'pg_catalog.pg_class'::regclass and x.refobjid = i.indrelid and a.attnum > 0),
       null, null, null,
       exists (select from needed x where x.classid = 'pg_catalog.pg_class'::regclass and x.objid = i.indexrelid)
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
where i.indrelid = any(%(oids)s::oid[])
  and i.indisunique and i.indisvalid and (i.indpred is not null or i.indexprs is not null)
order by 1, 2, 3
