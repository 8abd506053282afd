"""What several commands begin with: the folder of a case, and the store.

Reads nothing of a case itself.
"""

from pathlib import Path

from sousveil.problems import UsageError
from sousveil.workbench.store import FolderStore, find_store_folder


def require_folder(folder: Path) -> Path:
    """The folder, if it is one; UsageError else."""
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing"
        raise UsageError(f"{folder}: found {found}; name the folder of a case (`sousveil new DIR` makes one)")
    return folder


def require_case(folder: Path) -> Path:
    """The folder, if it holds a case; UsageError else."""
    if not (require_folder(folder) / "case.toml").is_file():
        raise UsageError(
            f"{folder}: there is no case.toml; name the folder of a case (`sousveil new DIR` makes one)"
        )
    return folder


def open_store() -> FolderStore:
    """The store of this user."""
    return FolderStore(find_store_folder())


def site_of(folder: Path) -> Path:
    """Where the site of a case is built, if nothing else is said."""
    return folder / "build" / "site"
