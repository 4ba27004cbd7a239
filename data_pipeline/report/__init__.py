"""The quality report of a run: figures for programs, and a page for people."""
