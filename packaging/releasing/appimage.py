"""Makes the AppImage: one file that is the application, run as it is downloaded.

An AppImage is a small program, the runtime, with a squashfs behind it. The runtime comes from its
makers and is pinned by its digest; the squashfs is made here.
"""

import hashlib
import os
import platform
import subprocess
import tempfile
import urllib.request
from pathlib import Path
from typing import Final

from desktop import VERSION
from releasing import linux_files
from releasing.edition import APPLICATION_ID, ROOT, Edition, platform_tag

RELEASE: Final = "20251108"
"""Of the runtime."""
ADDRESS: Final = f"https://github.com/AppImage/type2-runtime/releases/download/{RELEASE}/runtime-"
DIGESTS: Final = {
    "x86_64": "2fca8b443c92510f1483a883f60061ad09b46b978b2631c807cd873a47ec260d",
    "aarch64": "00cbdfcf917cc6c0ff6d3347d59e0ca1f7f45a6df1a428a0d6d8a78664d87444",
}
"""SHA-256 of the runtime for each kind of machine, as its makers' release page and many builds give them."""
MAGIC: Final = b"AI\x02"
"""What a runtime of the second type has at byte 8."""
KEPT_RUNTIME: Final = ROOT / "build" / "package" / f"appimage-runtime-{RELEASE}"
_COMPRESSION: Final = ("-comp", "zstd", "-Xcompression-level", "12", "-b", "1M")


def build(
    frozen: Path,
    out: Path,
    edition: Edition,
    libc: str,  # noqa: ARG001 - all makers are called alike
    version: str = VERSION,
    *,
    runtime: Path = KEPT_RUNTIME,
) -> Path:
    """Make the AppImage of one edition and return its file in `out`; arguments as `debian.build`.

    Args:
        frozen: The frozen application.
        out: An existing folder.
        edition: Which of the two.
        libc: An AppImage has no place to tell it.
        version: Such as `0.1.0`.
        runtime: The pinned runtime; `fetch` brings it.

    Raises:
        FileNotFoundError: the runtime is not there; the sentence says where to get it.
        ValueError: it is not the pinned one.
        subprocess.CalledProcessError: mksquashfs could not; it says why on standard error.
    """
    head = checked(runtime)
    file = out / f"{edition.package}-{version}-{platform_tag()}.AppImage"
    with tempfile.TemporaryDirectory(prefix=".appimage-", dir=out) as work:
        root = Path(work, "AppDir")
        stage(frozen, root)
        payload = squash(root, Path(work, "payload"))
        _join(head, payload, file)
    return file


def stage(frozen: Path, root: Path) -> None:
    """Lay out in `root` what the AppImage holds."""
    linux_files.link_tree(frozen, root / "usr" / "lib" / "sori")
    commands = root / "usr" / "bin"
    commands.mkdir(parents=True)
    for name in ("sori", "sori-desktop"):
        (commands / name).symlink_to(Path("..", "lib", "sori", name))
    linux_files.place(root / "usr" / "share")
    linux_files.copy(linux_files.LINUX / "appimage" / "AppRun", root / "AppRun")
    entry = f"{APPLICATION_ID}.desktop"
    linux_files.copy(linux_files.LINUX / entry, root / entry)
    icons = root / "usr" / "share" / "icons" / "hicolor"
    linux_files.copy(icons / "scalable" / "apps" / f"{APPLICATION_ID}.svg", root / f"{APPLICATION_ID}.svg")
    linux_files.copy(icons / "256x256" / "apps" / f"{APPLICATION_ID}.png", root / ".DirIcon")
    linux_files.settle(root)


def squash(root: Path, file: Path) -> Path:
    """Pack a folder into a squashfs: root's, of one time, so that the same folder gives the same bytes."""
    then = str(linux_files.epoch())
    command = ["mksquashfs", str(root), str(file), "-noappend", "-quiet", "-no-progress", "-no-xattrs"]
    command += ["-all-root", "-mkfs-time", then, "-all-time", then, *_COMPRESSION]
    # It refuses to be told the time twice.
    settings = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    subprocess.run(command, check=True, env=settings, stdout=subprocess.DEVNULL)
    return file


def _join(head: bytes, payload: Path, file: Path) -> None:
    with file.open("wb") as whole, payload.open("rb") as rest:
        whole.write(head)
        while block := rest.read(1 << 20):
            whole.write(block)
    file.chmod(0o755)


# ---- The runtime ---------------------------------------------------------------------------------------


def checked(runtime: Path) -> bytes:
    """Return the runtime if it is the pinned one; for what is raised see `build`."""
    machine = platform.machine()
    if machine not in DIGESTS:
        raise ValueError(
            f"No digest of the AppImage runtime is known for {machine}: name it in {__name__}.DIGESTS."
        )
    if not runtime.is_file():
        raise FileNotFoundError(
            f"The AppImage runtime is not here: download {ADDRESS}{machine} to {runtime}"
            " or run `python -m releasing.appimage`."
        )
    content = runtime.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != DIGESTS[machine] or content[8:11] != MAGIC:
        raise ValueError(f"{runtime} is not the runtime that is pinned: its SHA-256 is {digest}.")
    return content


def fetch(to: Path = KEPT_RUNTIME, address: str = "") -> Path:
    """Download the pinned runtime, unless it is there; nothing else ever takes its place.

    Raises:
        OSError: it cannot be had.
        ValueError: what came is not the pinned one; it is thrown away.
    """
    if to.is_file():
        checked(to)
        return to
    to.parent.mkdir(parents=True, exist_ok=True)
    partial = to.with_name(to.name + ".partial")
    with urllib.request.urlopen(address or ADDRESS + platform.machine(), timeout=60) as answer:
        partial.write_bytes(answer.read())
    try:
        checked(partial)
        partial.replace(to)
    finally:
        partial.unlink(missing_ok=True)
    return to


if __name__ == "__main__":
    print(fetch())
