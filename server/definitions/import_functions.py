"""A process of its own that imports functions as a step's process does: names as JSON on stdin, a line for each out.

``""`` says that the function is there and takes the context, anything else why not. The answers go to the file that is
the argument, each before the next function is tried, so that it shows at which one the process hung or ended.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from pathlib import Path

LONGEST = 300  # characters of a reason


def why_not(name: str) -> str:
    """Why a step cannot run ``module:function``; empty when it can."""
    module, _, function = name.partition(":")
    try:
        found = getattr(importlib.import_module(module), function)
        if not callable(found):
            return f"{function} is no function"
        inspect.signature(found).bind(None)
    except TypeError as error:
        return f"it must take one argument, the context of the step ({error})"[:LONGEST]
    except BaseException as error:  # noqa: BLE001 (the boundary of this process: what a module raises, whatever it is)
        return f"{type(error).__name__}: {error}"[:LONGEST]
    return ""


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[2])  # where a step's process looks, too
    with Path(sys.argv[1]).open("w", encoding="utf-8") as answers:
        for wanted in json.load(sys.stdin):
            print(json.dumps(why_not(wanted)), file=answers, flush=True)
