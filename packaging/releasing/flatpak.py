"""Makes the Flatpak's manifest with what it packs; the Flatpak itself where its runtime is installed."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

from desktop import VERSION
from releasing import linux_files
from releasing.edition import APPLICATION_ID, Edition, platform_tag

TEMPLATE: Final = linux_files.LINUX / "flatpak" / f"{APPLICATION_ID}.yaml.in"


def build(
    frozen: Path,
    out: Path,
    edition: Edition,
    libc: str,  # noqa: ARG001 - all makers are called alike
    version: str = VERSION,
) -> Path:
    """Make the Flatpak of one edition and return its file in `out`; arguments as `debian.build`.

    Where the runtime is not installed, the manifest is returned, with a folder beside it that holds
    what it packs: `flatpak-builder` makes the rest of it on another machine.

    Raises:
        subprocess.CalledProcessError: flatpak or flatpak-builder could not; it says why on standard error.
    """
    folder = out / f"{edition.package}-{version}-{platform_tag()}.flatpak-sources"
    manifest = write_manifest(frozen, folder)
    if not has_runtime(shown(manifest)):
        return manifest
    built, repository = folder / "built", folder / "repository"
    file = out / f"{edition.package}-{version}-{platform_tag()}.flatpak"
    make = ["flatpak-builder", "--force-clean", f"--repo={repository}", "--disable-rofiles-fuse"]
    subprocess.run([*make, str(built), str(manifest)], check=True, cwd=folder)
    subprocess.run(["flatpak", "build-bundle", str(repository), str(file), APPLICATION_ID], check=True)
    return file


def write_manifest(frozen: Path, folder: Path) -> Path:
    """Lay out in `folder` what is packed, and return the manifest beside it."""
    shutil.rmtree(folder, ignore_errors=True)
    sources = folder / "sources"
    linux_files.link_tree(frozen, sources / "app")
    linux_files.place(sources / "share")
    linux_files.settle(sources)
    manifest = folder / f"{APPLICATION_ID}.yaml"
    text = TEMPLATE.read_text(encoding="utf-8")
    # Read from where the manifest lies.
    linux_files.write(manifest, text.replace("@FOLDER@", sources.name))
    return manifest


def shown(manifest: Path) -> dict[str, Any]:
    """Return the manifest as flatpak-builder understands it.

    Raises:
        ValueError: it does not, or does not know a part of it.
    """
    command = ["flatpak-builder", "--show-manifest", str(manifest)]
    # It keeps a folder of its own wherever it is run.
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=manifest.parent)
    if answer.returncode or answer.stderr.strip():
        raise ValueError(f"flatpak-builder does not take {manifest}: {answer.stderr.strip()}")
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def has_runtime(manifest: dict[str, Any]) -> bool:
    """Return whether what the manifest is built with and run on is installed."""
    names = [f"{manifest[kind]}//{manifest['runtime-version']}" for kind in ("runtime", "sdk")]
    return bool(shutil.which("flatpak")) and all(
        subprocess.run(["flatpak", "info", name], capture_output=True, check=False).returncode == 0
        for name in names
    )
