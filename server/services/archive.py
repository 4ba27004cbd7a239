"""All files of a task as a zip that is made while it is sent: its memory is one piece of one file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from bus.errors import FileNotFound
from bus.settings import Settings
from server.services.files import TaskFile, open_file

PIECE_BYTES = 256 * 1024


class _Outlet:
    """A file to write to that cannot seek; what has been written is taken out piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.size = 0  # of what has not been taken

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        self.size = 0
        return taken


def zipped(settings: Settings, task_id: str, files: Sequence[TaskFile]) -> Iterator[bytes]:
    """The bytes of the zip. A file that has gone since it was listed is left out."""
    return streamed(_entries(settings, task_id, files))


def streamed(entries: Iterable[tuple[zipfile.ZipInfo, Iterable[bytes]]]) -> Iterator[bytes]:
    """The bytes of a zip, while those of its entries are made. An entry above 2 GB has to say so (``file_size``)."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:  # type: ignore[call-overload]
        for entry, pieces in entries:
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w") as target:
                for piece in pieces:
                    target.write(piece)
                    if outlet.size >= PIECE_BYTES:
                        yield outlet.take()
            yield outlet.take()
    yield outlet.take()


def _entries(
    settings: Settings, task_id: str, files: Sequence[TaskFile]
) -> Iterator[tuple[zipfile.ZipInfo, Iterator[bytes]]]:
    for file in files:
        try:
            source, found = open_file(settings, task_id, file.name)
        except FileNotFound:
            continue
        entry = zipfile.ZipInfo(file.name, max(file.modified_at, file.modified_at.replace(year=1980)).timetuple()[:6])
        entry.file_size = found.st_size
        with source:
            yield entry, iter(partial(source.read, PIECE_BYTES), b"")
