-- Every user table and view (or those asked for), with comment, estimated rows, and whether this role may read it.
-- Partitions count for their parent only, the rows of tables that inherit for that one, too; what belongs to an
-- extension is left out. What stands under an exclusive lock, or is a view of that, is busy: to ask for its size or
-- definition would wait until the lock is gone.
with recursive locked(oid) as (
    select l.relation
    from pg_catalog.pg_locks l
    where l.locktype = 'relation' and l.mode = 'AccessExclusiveLock' and l.pid <> pg_catalog.pg_backend_pid()
      and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
), busy(oid) as (
    select oid from locked
    union
    select r.ev_class
    from busy b
    join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = b.oid
    join pg_catalog.pg_rewrite r on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
), heir(root, oid) as (
    select i.inhparent, i.inhrelid
    from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhparent
    where c.relkind in ('r', 'p', 'f') and not c.relispartition
    union
    select p.root, i.inhrelid from heir p join pg_catalog.pg_inherits i on i.inhparent = p.oid
), heirs as (
    select p.root,
           sum(greatest(c.reltuples, 0)) as tuples,
           sum(case when c.oid in (select oid from busy)
                    then c.relpages * pg_catalog.current_setting('block_size')::bigint
                    else pg_catalog.pg_relation_size(c.oid) end) as bytes
    from heir p join pg_catalog.pg_class c on c.oid = p.oid
    where c.relkind <> 'p'
    group by p.root
)
select c.oid,
       n.nspname as schema,
       c.relname as name,
       c.relkind::text as kind,
       pg_catalog.obj_description(c.oid, 'pg_class') as comment,
       (coalesce(h.tuples, 0) + case when c.relkind = 'p' and h.root is not null then 0 else greatest(c.reltuples, 0) end
           )::bigint as row_count,
       (coalesce(h.bytes, 0)
           + case when c.relkind in ('r', 'm') and not own.busy then pg_catalog.pg_relation_size(c.oid) else 0 end
           )::bigint as bytes,
       own.busy,
       case when c.relkind = 'p' then pg_catalog.pg_get_partkeydef(c.oid) end as partition_key,
       case when c.relkind in ('v', 'm') and not own.busy then pg_catalog.pg_get_viewdef(c.oid, true) end as definition,
       array(select array[pn.nspname::text, p.relname::text]
             from pg_catalog.pg_inherits i
             join pg_catalog.pg_class p on p.oid = i.inhparent
             join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
             where i.inhrelid = c.oid order by i.inhseqno) as inherits,
       pg_catalog.has_schema_privilege(n.oid, 'USAGE')
           and pg_catalog.has_any_column_privilege(c.oid, 'SELECT') as readable
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join lateral (select c.oid in (select oid from busy) as busy) own
left join heirs h on h.root = c.oid
where c.relkind in ('r', 'p', 'v', 'm', 'f')
  and not c.relispartition
  and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
  and (%(schemas)s::text[] is null
       or (n.nspname::text, c.relname::text) in (select * from unnest(%(schemas)s::text[], %(names)s::text[])))
  and not exists (
      select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
order by n.nspname collate "C", c.relname collate "C"
