"""Makes the archive that a person unpacks and installs into their own home, without root."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from desktop import VERSION
from releasing import linux_files
from releasing.edition import ROOT, Edition, platform_tag

SCRIPTS: Final = linux_files.LINUX / "tarball"
INSTALLED_SHARE: Final = "~/.local/lib/sori/share"
"""Where install.sh keeps what the manual tells the reader to link to."""
LEVEL: Final = 9
"""Of zstd."""
_TEXTS: Final = ("LICENSE", "README.md", "CHANGELOG.md")


def build(frozen: Path, out: Path, edition: Edition, libc: str, version: str = VERSION) -> Path:
    """Make the archive of one edition and return its file in `out`; arguments as `debian.build`.

    Raises:
        subprocess.CalledProcessError: tar or zstd could not; it says why on standard error.
    """
    name = f"{edition.package}-{version}-{platform_tag()}"
    with tempfile.TemporaryDirectory(prefix=".tarball-", dir=out) as work:
        root = Path(work, name)
        stage(frozen, root, libc)
        return pack(root, out / f"{name}.tar.zst")


def stage(frozen: Path, root: Path, libc: str) -> None:
    """Lay out in `root` what is packed: the application, what goes beside it, and the scripts."""
    linux_files.link_tree(frozen, root / "app")
    linux_files.place(root / "share", final=INSTALLED_SHARE)
    for name in _TEXTS:
        linux_files.copy(ROOT / name, root / name)
    for script in ("install.sh", "uninstall.sh"):
        linux_files.copy(SCRIPTS / script, root / script)
    about = (SCRIPTS / "INSTALL.in").read_text(encoding="utf-8")
    linux_files.write(root / "INSTALL", about.replace("@LIBC@", libc))
    linux_files.settle(root)


def pack(root: Path, file: Path) -> Path:
    """Pack a folder: entries by name, root's, of one time, so that the same folder gives the same bytes."""
    zstd = shutil.which("zstd") or "zstd"
    command = ["tar", "--create", "--file", str(file), "--directory", str(root.parent)]
    command += [
        "--sort=name",
        "--format=gnu",
        "--owner=root:0",
        "--group=root:0",
        f"--mtime=@{linux_files.epoch()}",
    ]
    # Hard links of the staging are no part of what is packed.
    command += ["--hard-dereference", f"--use-compress-program={zstd} -q -T0 -{LEVEL}", root.name]
    subprocess.run(command, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return file
