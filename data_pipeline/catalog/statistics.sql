-- What the planner knows of the columns; where a table has partitions or children, the figures that count them all.
-- Lists are cut to 100 values, whatever the statistics target.
select distinct on (s.schemaname, s.tablename, s.attname)
       s.schemaname as schema,
       s.tablename as name,
       s.attname as column,
       s.null_frac as null_fraction,
       s.n_distinct as distinct,
       (s.most_common_vals::text::text[])[:100] as common_values,
       s.most_common_freqs[:100] as common_fractions,
       s.histogram_bounds::text::text[] as bounds
from pg_catalog.pg_stats s
where (s.schemaname::text, s.tablename::text) in (select * from unnest(%(schemas)s::text[], %(names)s::text[]))
order by s.schemaname, s.tablename, s.attname, s.inherited desc
