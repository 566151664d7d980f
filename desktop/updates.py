"""Looks for a newer Sori, and brings it, when the user asks for it; installing it is left to them.

Nothing is sent but the request for two small files. The network guard opens the one host that a package
was built with, for as long as a request lasts.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Final
from urllib.parse import urljoin

from platformdirs import user_downloads_dir

from desktop import VERSION, paths, release_list
from desktop.release_list import NAME, SIGNATURE, File, Release, Seen, Untrusted
from engines import build as building
from engines import network, resource
from engines.build import Build
from engines.errors import EngineError, ModelDamaged, ModelMissing
from engines.models import catalogue
from engines.models.connection import Patience, host_of
from engines.models.disk import require, writable
from engines.models.fetching import Digests, Interrupted, Parcel, Part, digests, download
from engines.models.lock import locked
from engines.models.model import Progress, size
from engines.words import _

_LIST_BYTES: Final = 1_000_000
_SIGNATURE_BYTES: Final = 1_000
_DPKG_LISTS: Final = Path("/var/lib/dpkg/info")


class NotSetUp(EngineError):
    """This copy of Sori does not look for updates."""

    code = "updates_not_set_up"


class Unavailable(EngineError):
    """The server cannot be reached, or has not what it should have."""

    code = "update_unavailable"


@dataclass(frozen=True)
class Found:
    """What looking for updates brought."""

    release: Release
    is_newer: bool
    """Than the Sori that looked."""
    file: File | None
    """The one for this copy of Sori; None if there is none for it."""

    @property
    def sentence(self) -> str:
        """What to tell: that there is nothing newer, or what there is and how big it is."""
        if not self.is_newer:
            return _("This is the newest Sori, {version}.").format(version=VERSION)
        if self.file is None:
            return _(
                "Sori {version} is out, but not for this computer yet. "
                "Look again later, or where you got Sori."
            ).format(version=self.release.version)
        return _("Sori {version} of {date} is out: {size} to download.").format(
            version=self.release.version, date=self.release.date, size=size(self.file.size_bytes)
        )

    @property
    def can_be_fetched(self) -> bool:
        """Whether there is something newer for this copy of Sori."""
        return self.is_newer and self.file is not None


@dataclass(frozen=True)
class Fetched:
    """A newer Sori that lies on this disk, verified."""

    path: Path
    kind: str

    @property
    def sentences(self) -> tuple[str, str]:
        """Where it lies, and how to install it."""
        return _("It lies in {path}.").format(path=self.path), self.advice

    @property
    def advice(self) -> str:
        """How to install it, as a sentence."""
        return {
            "deb": _(
                "Close Sori, then open the file with your software centre, or type: sudo apt install {path}"
            ),
            "archive": _("Close Sori, unpack the file, and run install.sh in it."),
            "appimage": _("Close Sori, and from now on start this file instead of the old one."),
            "installer": _("Close Sori, then open the file and follow its pages. Your settings stay."),
            "disk-image": _("Close Sori, open the file, and drag Sori onto Applications."),
        }[self.kind].format(path=quote(str(self.path)))


def seen_file() -> Path:
    """Return where it is remembered which lists were seen; it need not exist."""
    return paths.log_file().with_name("updates.json")


def trouble(build: Build | None = None) -> str:
    """Return why this copy does not look for updates, as a sentence; empty if it does."""
    build = build or building.this()
    if kind_here(build) == "flatpak":
        return _("This Sori came as a Flatpak: your software centre updates it with the others.")
    if not (build.release_address and build.public_key and kind_here(build)):
        return _("Updates are not set up in this copy of Sori. Look for a newer one where you got it.")
    return ""


def check(
    build: Build | None = None,
    version: str = VERSION,
    seen: Path | None = None,
    patience: Patience | None = None,
) -> Generator[Progress, None, Found]:
    """Ask for the list of releases; return what it says to this copy of Sori.

    `version` is the one that runs; `seen` the file that remembers which lists were seen.

    Raises:
        NotSetUp: if this copy has no address or key; nothing is asked then.
        Unavailable: if the server cannot be reached, or has no list.
        Untrusted: if the list is not signed with the key, or is older than one that was seen before.
        OutputUnwritable: if there is no room for the list.
    """
    build = build or building.this()
    seen = seen or seen_file()
    why = trouble(build)
    if why:
        raise NotSetUp(why)
    host = host_of(build.release_address)
    with _in_words_of_updates(host, is_looking=True):
        content = yield from _small(build, NAME, _LIST_BYTES, patience)
        signature = yield from _small(build, SIGNATURE, _SIGNATURE_BYTES, patience)
    release = release_list.read(content, signature, build.public_key, host)
    if release.serial < release_list.recall(seen).serial:
        raise Untrusted(
            _("{host} sent an older list of releases than before, so it was not used. Try later.").format(
                host=host
            )
        )
    release_list.remember(seen, Seen(release.serial, time.time()))
    return Found(release, release.is_newer_than(version), _fitting(release, build))


def fetch(
    found: Found,
    build: Build | None = None,
    folder: Path | None = None,
    patience: Patience | None = None,
) -> Generator[Progress, None, Fetched]:
    """Download the file that `check` found into `folder`, by default the user's downloads; verify it.

    What has arrived stays when the generator is closed or fails for the network, and the next call goes
    on there. The file appears whole, under its own name, once its size and SHA-256 are right.

    Raises:
        ValueError: if `found` has nothing to fetch.
        NotSetUp: if this copy has no address.
        Unavailable: if the server cannot be reached, broke off for good, or has not the file.
        Untrusted: if what came is not the file; it is deleted.
        OutputUnwritable: if there is no room, or the folder cannot be written to.
    """
    build, file = build or building.this(), found.file
    if file is None or not found.is_newer:
        raise ValueError("nothing to fetch")
    if trouble(build):
        raise NotSetUp(trouble(build))
    folder = folder or Path(user_downloads_dir())
    title = _("Sori {version}").format(version=found.release.version)
    with writable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        there = yield from _lying(folder, file)
        if there is not None:
            return Fetched(there, file.kind)
    with locked(folder / f".{file.name}.lock", title), _in_words_of_updates(host_of(build.release_address)):
        part = Part(folder / f"{file.name}.part")
        require(file.size_bytes - part.size, shutil.disk_usage(folder).free, title)
        address = urljoin(build.release_address, file.name)
        yield from _bring(
            Parcel(title, (address,), sent_on_to(address), file.size_bytes, sha256=file.sha256),
            part,
            patience,
        )
        with writable(folder):
            return Fetched(_named(part, folder, file), file.kind)


def sent_on_to(address: str) -> frozenset[str]:
    """Return the hosts that an address of a release may send us on to, as the catalogue of models says."""
    return frozenset(catalogue.read(resource.path("models", "catalogue.toml")).sent_on_to([address]))


def kind_here(build: Build, environment: Mapping[str, str] | None = None, lists: Path = _DPKG_LISTS) -> str:
    """Return the kind of package this copy came in, as a manifest names it; empty in a source tree."""
    environment = os.environ if environment is None else environment
    system = build.platform.partition("-")[0]
    if not build.platform or build.edition == "source":
        return ""
    if system != "linux":
        return {"windows": "installer", "macos": "disk-image"}.get(system, "")
    if "FLATPAK_ID" in environment:
        return "flatpak"
    # A program that an AppImage started, such as a terminal's, inherits its variables.
    if "APPIMAGE" in environment and Path(sys.prefix).is_relative_to(environment.get("APPDIR", "/")):
        return "appimage"
    package = "sori-core" if build.edition == "core" else "sori"
    is_systems = Path(sys.prefix).parts[:2] in (("/", "usr"), ("/", "opt"))
    return "deb" if is_systems and (lists / f"{package}.list").exists() else "archive"


def _fitting(release: Release, build: Build) -> File | None:
    wanted = (build.platform, build.edition, kind_here(build))
    return next((one for one in release.files if (one.platform, one.edition, one.kind) == wanted), None)


def _small(
    build: Build, name: str, limit_bytes: int, patience: Patience | None
) -> Generator[Progress, None, bytes]:
    """Ask for a file that fits into memory."""
    with tempfile.TemporaryDirectory(prefix="sori-") as folder:
        part = Part(Path(folder, name))
        address = urljoin(build.release_address, name)
        parcel = Parcel(name, (address,), sent_on_to(address), limit_bytes=limit_bytes)
        yield from _bring(parcel, part, patience)
        return part.path.read_bytes()


def _bring(parcel: Parcel, part: Part, patience: Patience | None) -> Generator[Progress, None, Digests]:
    with network.allowed(parcel.hosts_to_open):
        work = download(parcel, part, patience or Patience())
        try:
            while True:
                try:
                    step = next(work)
                except StopIteration as stop:
                    found: Digests = stop.value
                    return found
                # Its last word before it gives up is one about models; what is raised says it better.
                yield Progress("connecting") if step.notice and step.stage == "connecting" else step
        finally:
            work.close()


@contextmanager
def _in_words_of_updates(host: str, is_looking: bool = False) -> Iterator[None]:
    """Say of updates what went wrong: the downloads of models, which do the work, speak of models."""
    try:
        yield
    except Interrupted as error:
        sentence = _("{host} cannot be reached. Check the internet connection, then look for updates again.")
        raise Unavailable(sentence.format(host=host) if is_looking else str(error)) from error
    except ModelMissing as error:
        identity = _("{host} could not prove who it is. Check this computer's date, then try again.")
        if str(error) == identity.format(host=host):
            raise Unavailable(str(error)) from error
        raise Unavailable(
            _(
                "{host} does not have what it should have. Try again later, or look where you got Sori."
            ).format(host=host)
        ) from error
    except ModelDamaged as error:
        raise Untrusted(
            _("What {host} sent is damaged or not Sori, so it was deleted. Try again later.").format(
                host=host
            )
        ) from error


def _lying(folder: Path, file: File) -> Generator[Progress, None, Path | None]:
    """Return the file's path if it was fetched before and is still whole."""
    path = folder / file.name
    if not path.is_file() or path.stat().st_size != file.size_bytes:
        return None
    found = yield from digests(path)
    return path if found.sha256 == file.sha256 else None


def _named(part: Part, folder: Path, file: File) -> Path:
    """Give what was verified its name; what else has that name stays."""
    path, number = folder / file.name, 2
    while path.exists():
        path, number = folder / f"{number}-{file.name}", number + 1
    if file.kind == "appimage":
        part.path.chmod(0o755)
    part.path.rename(path)
    part.remove()
    return path
