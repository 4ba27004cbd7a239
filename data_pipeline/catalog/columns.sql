-- The columns of the relations, in their order, and whether this role may read them. portable_type is what stands for a
-- type that another database may not have: a domain's base type, text for a type of an extension or one defined by hand;
-- null for all others. sequence_options is what tells the one sequence that counts the column up from a plain one.
select a.attrelid as relation,
       a.attname as name,
       pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
       base.typcategory::text as category,
       a.attnum as position,
       not (a.attnotnull or t.typnotnull) as nullable,
       case when a.attgenerated = '' then pg_catalog.pg_get_expr(d.adbin, d.adrelid) end as default,
       a.attidentity::text as identity,
       case when a.attgenerated <> '' then pg_catalog.pg_get_expr(d.adbin, d.adrelid) end as generated,
       a.attgenerated = 'v' as virtual,
       array(select source.attname::text
             from pg_catalog.pg_depend x
             join pg_catalog.pg_attribute source on source.attrelid = a.attrelid and source.attnum = x.refobjsubid
             where a.attgenerated <> '' and x.classid = 'pg_catalog.pg_attrdef'::regclass and x.objid = d.oid
               and x.refclassid = 'pg_catalog.pg_class'::regclass and x.refobjid = a.attrelid) as generated_from,
       case when a.attcollation <> t.typcollation then (
           select pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.collname)
           from pg_catalog.pg_collation c join pg_catalog.pg_namespace n on n.oid = c.collnamespace
           where c.oid = a.attcollation) end as collation,
       a.attcollation >= 10000 as unportable_collation,
       own_sequence.options as sequence_options,
       pg_catalog.col_description(a.attrelid, a.attnum) as comment,
       element.typtype = 'e' as is_enum_type,
       element.oid as element_type,
       case when element.oid < 16384 or element.typtype = 'e'
            then case when t.typtype = 'd' then pg_catalog.format_type(base.oid, t.typtypmod) end
            when base.typcategory = 'A' then 'text[]' else 'text' end as portable_type,
       own.domain,
       pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT') as readable,
       exists (
           select from pg_catalog.pg_depend x
           where x.classid = 'pg_catalog.pg_attrdef'::regclass and x.objid = d.oid
             and x.refclassid = 'pg_catalog.pg_type'::regclass and x.refobjid = own.domain) as default_needs_domain,
       exists (
           select from pg_catalog.pg_depend x
           where x.classid = 'pg_catalog.pg_attrdef'::regclass and x.objid = d.oid and x.refobjid >= 16384
             and (x.refclassid in ('pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_operator'::regclass)
                  or x.refclassid = 'pg_catalog.pg_type'::regclass and x.refobjid is distinct from own.domain
                     and not exists (
                         select from pg_catalog.pg_type e left join pg_catalog.pg_type item on item.oid = e.typelem
                         where e.oid = x.refobjid and 'e' in (e.typtype, item.typtype)))
       ) as unportable_default
from pg_catalog.pg_attribute a
join pg_catalog.pg_type t on t.oid = a.atttypid
join pg_catalog.pg_type base on base.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
join pg_catalog.pg_type element
  on element.oid = case when base.typcategory = 'A' and base.typelem <> 0 then base.typelem else base.oid end
cross join lateral (
    select case 'd' when t.typtype then t.oid when element.typtype then element.oid end as domain) own
left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
cross join lateral (
    select case when count(*) = 1 then max(concat_ws(' ',
        case when q.seqstart <> case when q.seqincrement > 0 then q.seqmin else q.seqmax end
             then 'start with ' || q.seqstart end,
        case when q.seqincrement <> 1 then 'increment by ' || q.seqincrement end,
        case when q.seqmin <> case when q.seqincrement > 0 then 1 else -most.value - 1 end
             then 'minvalue ' || q.seqmin end,
        case when q.seqmax <> case when q.seqincrement > 0 then most.value else -1 end
             then 'maxvalue ' || q.seqmax end,
        case when q.seqcache <> 1 then 'cache ' || q.seqcache end,
        case when q.seqcycle then 'cycle' end)) end as options
    from (
        select x.objid as oid from pg_catalog.pg_depend x
        where a.attidentity <> '' and x.classid = 'pg_catalog.pg_class'::regclass and x.deptype = 'i'
          and x.refclassid = 'pg_catalog.pg_class'::regclass and x.refobjid = a.attrelid and x.refobjsubid = a.attnum
        union
        select x.refobjid from pg_catalog.pg_depend x
        where x.classid = 'pg_catalog.pg_attrdef'::regclass and x.objid = d.oid
          and x.refclassid = 'pg_catalog.pg_class'::regclass) s
    join pg_catalog.pg_sequence q on q.seqrelid = s.oid
    cross join lateral (
        select case q.seqtypid when 'pg_catalog.int2'::regtype then 32767 when 'pg_catalog.int4'::regtype
               then 2147483647 else 9223372036854775807 end as value) most) own_sequence
where a.attrelid = any(%(oids)s::oid[])
  and a.attnum > 0 and not a.attisdropped
order by a.attrelid, a.attnum
