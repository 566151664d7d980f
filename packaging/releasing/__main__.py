"""Freezes, checks and packs Sori: `python3 start.py package` runs it in an environment of its own."""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from releasing import (
    audit,
    bill,
    budgets,
    components,
    floor,
    freezing,
    frozen_check,
    licences,
    macos,
    manifest,
    openssl_stand_in,
    signing,
    windows,
)
from releasing.edition import CORE, EDITIONS, MEGABYTE, ROOT, Edition
from releasing.freezing import Frozen

WORK: Final = ROOT / "build" / "package"
OUT: Final = ROOT / "dist"
_FAILED: Final = 1


def main(arguments: Sequence[str]) -> int:
    """Do the steps that are asked for, all by default; return the exit code."""
    if arguments[:1] in (["keys"], ["sign"]):
        return manifest.main(arguments)
    args = _parser().parse_args(arguments)
    began = time.monotonic()
    try:
        _audited(args.release)
        frozen = freezing.found(OUT) if args.again else _frozen()
        _checked(frozen, args.release)
        if not args.unpacked:
            _packed(frozen, args.appimage)
    except (
        budgets.TooLarge,
        frozen_check.SelfTestFailed,
        licences.Unlicensed,
        bill.Invalid,
        openssl_stand_in.NotMade,
        ValueError,
        audit.Vulnerable,
        audit.NotAudited,
        macos.Unfit,
        windows.Unfit,
        signing.NotSigned,
        FileNotFoundError,
        subprocess.CalledProcessError,
    ) as error:
        say(f"No package: {error}")
        return _FAILED
    say(f"Done in {time.monotonic() - began:.0f} s. The packages are in {OUT.relative_to(ROOT)}.")
    return 0


def _audited(is_release: bool) -> None:
    with step("known vulnerabilities"):
        for note in audit.check(is_release=is_release):
            say(f"  {note}")


def _frozen() -> Frozen:
    with step("freezing"):
        return freezing.freeze(WORK, OUT)


def _check_licences(edition: Edition, folder: Path, is_release: bool) -> None:
    packages, without = freezing.site_packages(), freezing.left_to_add_on(edition)
    strange = components.strange_libraries(packages, without)
    found = components.found(packages, folder, without)
    for note in licences.check(found, strange, is_release=is_release):
        say(f"  {note}")
    say(f"  {edition.package}: {len(found)} things bundled, each with a known licence")


def _checked(frozen: Frozen, is_release: bool) -> None:
    for edition in EDITIONS:
        folder = frozen.folder(edition)
        with step(f"licences of {edition.package}"):
            _check_licences(edition, folder, is_release)
        with step(f"self-test of {edition.package}"):
            frozen_check.check(frozen, edition)
        if edition == CORE:
            with step(f"{edition.package} with its add-on"):
                frozen_check.check_add_on(frozen)
        size = budgets.check_installed(edition, folder)
        most = edition.most_installed_bytes / MEGABYTE
        say(f"  {edition.package}: {size / MEGABYTE:.0f} MB installed, of {most:.0f} allowed")
        if sys.platform == "linux":
            version, files = floor.floor(folder)
            say(f"  {edition.package}: glibc {version} or later, because of {', '.join(files[:4])}")


def _packed(frozen: Frozen, has_appimage: bool) -> None:
    for edition in EDITIONS:
        for title, make in makers(frozen, edition, has_appimage):
            with step(title):
                file = make()
            say(f"  {file.name}: {file.stat().st_size / MEGABYTE:.0f} MB")
            if file.suffix == ".deb":
                budgets.check_deb(edition, file)


def makers(
    frozen: Frozen, edition: Edition, has_appimage: bool = False
) -> Iterator[tuple[str, Callable[[], Path]]]:
    """Yield what makes each package of an edition on this system, with its title."""
    folder, package = frozen.folder(edition), edition.package
    if sys.platform == "linux":
        from releasing import appimage, debian, tarball

        libc, _files = floor.floor(folder)
        yield f"{package}: Debian package", lambda: debian.build(folder, OUT, edition, libc)
        yield f"{package}: archive", lambda: tarball.build(folder, OUT, edition, libc)
        if has_appimage:
            appimage.fetch()
            yield f"{package}: AppImage", lambda: appimage.build(folder, OUT, edition, libc)
    elif sys.platform == "win32":
        by = signing.certificate()
        yield f"{package}: installer", lambda: windows.build(folder, OUT, edition, by=by)
    else:
        yield f"{package}: disk image", lambda: macos.build(frozen.bundle(edition), OUT, edition)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    say(f"{title} ...")
    began = time.monotonic()
    yield
    say(f"{title}: {time.monotonic() - began:.0f} s")


def say(text: str) -> None:
    """Print to standard error, where other programs' output goes too."""
    print(text, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="start.py package", description=__doc__)
    parser.add_argument("--again", action="store_true", help="use what was frozen before; check and pack it")
    parser.add_argument("--unpacked", action="store_true", help="stop after the checks, without packages")
    parser.add_argument(
        "--appimage",
        action="store_true",
        help="on Linux an AppImage too; fetches its runtime, pinned by SHA-256",
    )
    parser.add_argument(
        "--release", action="store_true", help="stop also at licences that are accepted but not decided"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
