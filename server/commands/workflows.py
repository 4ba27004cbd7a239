"""``trainyard workflows``: definitions of workflows. No server is needed for it."""

from __future__ import annotations

from server.commands.lazy import LazyGroup

workflows = LazyGroup(
    "workflows",
    {"validate": ("workflow_validate:validate", "Check the definition of a workflow.")},
    help="Check workflow definitions.",
)
