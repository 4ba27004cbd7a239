"""One module per command of ``trainyard``; each imports what it needs and is imported only when it is called."""
