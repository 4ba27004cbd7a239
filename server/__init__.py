"""HTTP and the command line: parse, decide, answer. The work itself is done by executors, in processes of their own."""

VERSION = "0.1.0"
