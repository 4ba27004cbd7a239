"""The contract that server and executor share: settings, errors, states, rows, one module of functions per table."""
