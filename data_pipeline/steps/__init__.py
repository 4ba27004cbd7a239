"""The four steps of the workflow, each a function ``run(step)`` that gives its figures."""
