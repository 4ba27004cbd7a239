"""The contract that server and executor share: settings, errors, states, rows, and one module of functions per table."""
