-- What the planner knows of the columns; a table with partitions or children has a second row that counts them all
-- (inherited). Lists are cut to 100 values, whatever the statistics target.
select s.schemaname as schema,
       s.tablename as name,
       s.attname as column,
       s.inherited,
       s.null_frac as null_fraction,
       s.n_distinct as distinct,
       (s.most_common_vals::text::text[])[:100] as common_values,
       s.most_common_freqs[:100] as common_fractions,
       s.histogram_bounds::text::text[] as bounds
from pg_catalog.pg_stats s
where (s.schemaname::text, s.tablename::text) in (select * from unnest(%(schemas)s::text[], %(names)s::text[]))
