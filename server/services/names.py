"""Names of files as clients send them: one plain name, or plain names below each other, or nothing."""

from __future__ import annotations

from bus.errors import UnsafeName

LONGEST_BYTES = 255  # what file systems allow
DEEPEST = 20  # directories below each other


def safe_name(name: str, longest: int = LONGEST_BYTES) -> str:
    """``name`` itself, if it can only mean a file of its directory; UnsafeName, never another name in its place."""
    if not name or name.startswith(".") or any(letter in name for letter in "/\\\x00") or not name.isprintable():
        raise unsafe(name)
    if len(name.encode()) > longest:
        raise UnsafeName(f"The file name is longer than {longest} bytes.", f"文件名超过 {longest} 字节")
    return name


def safe_path(path: str) -> list[str]:
    """The parts of a path below a directory, each a safe name; UnsafeName."""
    parts = path.split("/")
    if len(parts) > DEEPEST or not all(map(is_safe, parts)):
        raise UnsafeName(
            f"{path!r} names no file of the task: no part of it may be empty, begin with a dot, or hold a backslash or"
            " a control character.",
            f"路径 {path!r} 不合法：各级名称不能为空、不能以点开头，也不能含反斜杠或控制字符",
        )
    return parts


def is_safe(name: str) -> bool:
    """Whether ``safe_name`` would take it."""
    try:
        safe_name(name)
    except UnsafeName:
        return False
    return True


def unsafe(name: str) -> UnsafeName:
    """The refusal of a name."""
    return UnsafeName(
        f"{name!r} is not a plain file name: it may hold no path, no control character and no leading dot.",
        f"文件名 {name!r} 不合法：不能含路径、控制字符，也不能以点开头",
    )
