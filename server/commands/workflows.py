"""``trainyard workflows``: definitions of workflows, and running them. No server is needed for it."""

from __future__ import annotations

from server.commands.lazy import LazyGroup

workflows = LazyGroup(
    "workflows",
    {
        "list": ("workflow_show:list_workflows", "List the workflows."),
        "show": ("workflow_show:show", "Show a workflow: its steps, parameters and versions."),
        "run": ("workflow_run:run", "Run a workflow."),
        "validate": ("workflow_validate:validate", "Check the definition of a workflow."),
        "export": ("workflow_show:export", "Write the definition of a workflow."),
        "import": ("workflow_change:import_file", "Create workflows, or new versions of them, from a file."),
        "activate": ("workflow_change:activate", "Let new tasks be made of a workflow."),
        "deactivate": ("workflow_change:deactivate", "Let no new tasks be made of a workflow for now."),
        "deprecate": ("workflow_change:deprecate", "Let no new tasks be made of a workflow any more."),
    },
    help="Check, keep and run workflows.",
)
