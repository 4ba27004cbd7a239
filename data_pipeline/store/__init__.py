"""The vector store, in the tables of stock Vanna: what goes in, how it is embedded, how it is found again."""
