"""Where parameters may stand in a step (``${name}``), so that no value of one can become a command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from bus.faults import Fault
from bus.placeholders import PLACEHOLDER, names_in
from server.definitions.graph import Places, Steps

FIELDS = ("command", "env", "url", "headers", "body", "files", "workflow_parameters", "timeout_minutes")
NO_FIELDS = ("required_files", "output_files", "cleanup_patterns")

# Programs that take code as an argument: their first operand, and every option before it, must be literal.
INTERPRETER = re.compile(
    r"(?:ba|da|z|k|mk|c|tc|fi|a|r)?sh|(?:python|pypy)[\d.]*|perl[\d.]*|ruby[\d.]*|node(?:js)?|php[\d.]*|lua[\d.]*|[gmn]?awk"
)
# Options that, for one of them, take the next argument as a value; counting one too many only asks for more literals.
VALUED = re.compile(r"[-+][A-Za-z]*[oOeErvFfWXQ]|--rcfile|--init-file")
# Programs that run what their arguments say, so that none of them may be a parameter.
LAUNCHERS = {
    *("env", "nice", "nohup", "timeout", "stdbuf", "setsid", "sudo", "doas", "su", "runuser", "busybox", "toybox"),
    *("xargs", "time", "chroot", "ssh", "find", "eval", "exec", "watch", "parallel", "script", "strace", "flock"),
    *("ionice", "taskset", "unshare", "nsenter", "systemd-run", "expect", "make", "sed", "entr", "xterm", "at"),
    *("ed", "ex", "vi", "vim", "emacs", "gdb", "m4", "man", "Rscript", "sqlite3", "psql", "mysql", "rsync"),
    *("docker", "podman"),
}
# Options of other programs whose value is run.
RUN_OPTION = re.compile(r"--(?:filter|compress-program|use-compress-program|checkpoint-action|to-command|rsh|pager)")
# Environment variables that say what programs load or run.
RUN_VARIABLE = re.compile(
    r"PATH|SHELL|IFS|ENV|BASH_ENV|BASHOPTS|SHELLOPTS|PS[0-4]|PROMPT_COMMAND|(?:LD|DYLD)_\w+|(?:RUBY|PERL5)\w+|PERLLIB"
    r"|PYTHON(?:PATH|STARTUP|HOME|USERBASE|INSPECT|BREAKPOINT|WARNINGS)|NODE_(?:OPTIONS|PATH)|_?JAVA_\w*OPTIONS"
    r"|GIT_(?:SSH\w*|\w*EDITOR|PAGER|ASKPASS|EXTERNAL_DIFF|PROXY_COMMAND|CONFIG\w*|EXEC_PATH|TEMPLATE_DIR)"
    r"|EDITOR|VISUAL|\w*PAGER|LESS(?:OPEN|CLOSE)|RSYNC_RSH|MAKEFLAGS"
)


def insertion_faults(steps: Steps, places: Places, types: dict[str, str]) -> Iterator[Fault]:
    """Parameters that are not declared, or stand where a value could do harm; ``types`` has the declared ones."""
    for step in steps:
        path = f"steps.{places[step['id']]}"
        for field in NO_FIELDS:
            if names_in(step[field]):
                yield Fault(f"{path}.{field}", "no parameters here: use * instead", "此处不能使用参数，请用 * 代替")
        for field in FIELDS:
            for name in sorted(names_in(step.get(field)) - types.keys()):
                yield Fault(f"{path}.{field}", f"the parameter {name} is not declared", f"参数 {name} 未声明")
        yield from _command_faults(step, path)
        yield from _timeout_faults(step, path, types)


def _timeout_faults(step: dict[str, Any], path: str, types: dict[str, str]) -> Iterator[Fault]:
    for name in names_in(step["timeout_minutes"]):
        if types.get(name, "integer") != "integer":
            yield Fault(f"{path}.timeout_minutes", f"{name} is no integer", f"参数 {name} 不是整数")


def _command_faults(step: dict[str, Any], path: str) -> Iterator[Fault]:
    if step["kind"] != "command":
        return
    yield from _variable_faults(step["env"], f"{path}.env")
    command, field = step["command"], f"{path}.command"
    if step["shell"]:
        if len(command) != 1:
            yield Fault(field, "with shell it is one text", "使用 shell 时应为一个文本")
        if names_in(command):
            yield Fault(
                field,
                "no parameters in the text of a shell: give them by env and write $NAME",
                "shell 文本中不能使用参数，请通过 env 传入并写作 $NAME",
            )
        return
    yield from _argument_faults(command, field)


def _variable_faults(variables: dict[str, str], field: str) -> Iterator[Fault]:
    for name, value in variables.items():
        if names_in(value) and RUN_VARIABLE.fullmatch(name):
            yield Fault(
                f"{field}.{name}",
                "programs load or run what it says: no parameter here",
                "该变量决定程序加载或执行的内容，不能使用参数",
            )


def _argument_faults(command: list[str], field: str) -> Iterator[Fault]:
    literal = _literal_until(command)
    if len(command) == 1 and "/" not in command[0] and len(command[0].split()) > 1:
        yield Fault(
            field,
            'it is a list of the program and its arguments, as ["ls", "-l"]',
            '应为程序及其参数的数组，如 ["ls", "-l"]',
        )
    for place, argument in enumerate(command):
        if not names_in(argument):
            continue
        if not PLACEHOLDER.fullmatch(argument):
            yield Fault(
                f"{field}.{place}", "a parameter is a whole argument, not part of one", "参数只能作为完整的命令参数"
            )
        elif place <= literal or RUN_OPTION.fullmatch(command[place - 1]):
            program = PurePosixPath(command[0]).name
            yield Fault(
                f"{field}.{place}",
                f"{program} could run it: give the parameter by env",
                f"{program} 可能将其作为命令执行，请通过 env 传入参数",
            )


def _literal_until(command: list[str]) -> int:
    """The place of the last argument that decides what is run."""
    program = PurePosixPath(command[0]).name
    if program in LAUNCHERS:
        return len(command)
    if not INTERPRETER.fullmatch(program):
        return 0
    place = 1
    while place < len(command) and command[place][:1] in ("-", "+"):
        place += 2 if VALUED.fullmatch(command[place]) else 1
    return place
