"""PostgreSQL out of a wheel, run as a daemon below ``TRAINYARD_HOME`` that all processes of an installation share.

The wheel gives the programs only; starting, joining, recovering and stopping are ours (``lifecycle``). Nobody owns the
server: it survives the exit and the death of whoever started it, and ends by ``stop`` alone.
"""

from bus.embedded.error import EmbeddedPostgresError
from bus.embedded.lifecycle import ensure_running, status, stop
from bus.embedded.wheel import program

__all__ = ["EmbeddedPostgresError", "ensure_running", "program", "status", "stop"]
