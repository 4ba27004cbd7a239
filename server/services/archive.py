"""All files of a task as a zip that is made while it is sent: its memory is one piece of one file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence

from bus.errors import FileNotFound
from bus.settings import Settings
from server.services.files import TaskFile, open_file

PIECE_BYTES = 256 * 1024


class _Outlet:
    """A file to write to that cannot seek; what has been written is taken out piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def zipped(settings: Settings, task_id: str, files: Sequence[TaskFile]) -> Iterator[bytes]:
    """The bytes of the zip. A file that has gone since it was listed is left out."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:  # type: ignore[call-overload]
        for file in files:
            yield from _added(archive, outlet, settings, task_id, file)
    yield outlet.take()


def _added(
    archive: zipfile.ZipFile, outlet: _Outlet, settings: Settings, task_id: str, file: TaskFile
) -> Iterator[bytes]:
    try:
        source, found = open_file(settings, task_id, file.name)
    except FileNotFound:
        return
    entry = zipfile.ZipInfo(file.name, max(file.modified_at, file.modified_at.replace(year=1980)).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    with source, archive.open(entry, "w", force_zip64=found.st_size > 2**31) as target:
        while piece := source.read(PIECE_BYTES):
            target.write(piece)
            yield outlet.take()
