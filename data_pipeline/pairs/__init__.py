"""Questions and the SQL that answers them: one query tree, sampled from a catalog, rendered three ways."""
