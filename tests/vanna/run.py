"""``make test-vanna``: stock Vanna, each version in an environment of its own, reads what training_load stored."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent.parent


def environment(requirements: Path) -> Path:
    """The Python of the version's environment ``.venv-vanna-<version>``, installed when its pins have changed."""
    directory = CHECKOUT / f".venv-vanna-{requirements.stem.removeprefix('requirements-')}"
    stamp, python = directory / "installed.txt", directory / "bin" / "python"
    if stamp.exists() and stamp.read_bytes() == requirements.read_bytes():
        return python
    print(f"Installing {directory.name} ...", flush=True)
    venv.create(directory, with_pip=True, clear=True)
    quiet = ["--quiet", "--disable-pip-version-check", "--no-cache-dir", "--no-compile"]
    subprocess.run([python, "-m", "pip", "install", *quiet, "-r", requirements], check=True)
    shutil.copy(requirements, stamp)
    return python


def main() -> int:
    """Make the environments, then let pytest check (its fixtures know how to get a database); pytest's exit code."""
    for requirements in sorted(HERE.glob("requirements-*.txt")):
        environment(requirements)
    return subprocess.run(
        [sys.executable, "-m", "pytest", HERE / "stock_vanna.py"], cwd=CHECKOUT, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
