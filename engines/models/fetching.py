"""Bring a file here whole: goes on where it broke off, tries again, asks mirrors, and verifies.

What has arrived lies in a `.part` file; beside it `.part.json` says which file of which server it
is the beginning of, so that a later run can go on and never joins two different files.
"""

import hashlib
import json
import re
import time
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from engines.errors import EngineError, ModelDamaged, ModelMissing, OutputUnwritable
from engines.models.connection import Answer, Broken, Connection, Patience, Request, host_of, proxy_hosts
from engines.models.model import Model, Progress, Stage
from engines.words import _

STEP_SECONDS: Final = 0.05
"""Between two yields; rule: never over 250 ms."""
_MOST_UNKNOWN_BYTES: Final = 8_000_000_000
_LEEWAY_BYTES: Final = 16_000_000
_SPEED_SECONDS: Final = 5.0
_HASH_BYTES: Final = 1024 * 1024
_PASSING: Final = (408, 425, 429)
_LONGEST_BACKOFF_SECONDS: Final = 30.0


class Interrupted(ModelMissing):
    """The connection was lost for good; what has arrived is kept, and fetching again goes on there."""


@dataclass(frozen=True)
class Parcel:
    """One file to bring."""

    title: str
    urls: tuple[str, ...]
    hosts: frozenset[str] = frozenset()
    """Those it may be redirected to, besides the hosts of its addresses."""
    size_bytes: int = 0
    """0 if unknown."""
    md5: str = ""
    sha256: str = ""
    limit_bytes: int = 0
    """Where the size is unknown: more is not taken."""

    @classmethod
    def of(cls, model: Model) -> "Parcel":
        """Return the archive of a model."""
        return cls(model.title, model.urls, frozenset(model.hosts), model.size_bytes, model.md5, model.sha256)

    @property
    def is_verifiable(self) -> bool:
        """Whether a digest is known."""
        return bool(self.md5 or self.sha256)

    @property
    def trusted_hosts(self) -> frozenset[str]:
        """The hosts the file itself may come from."""
        return self.hosts | {host_of(url) for url in self.urls}

    @property
    def hosts_to_open(self) -> frozenset[str]:
        """What the guard must let through, proxies included."""
        return self.trusted_hosts.union(*(proxy_hosts(url) for url in self.urls))

    @property
    def most_bytes(self) -> int:
        """No honest server sends more."""
        if self.size_bytes:
            return self.size_bytes * 5 // 4 + _LEEWAY_BYTES
        return self.limit_bytes or _MOST_UNKNOWN_BYTES


@dataclass(frozen=True)
class Digests:
    """Of a whole file, in lower-case hexadecimal."""

    md5: str
    sha256: str


@dataclass(frozen=True)
class Part:
    """What has arrived so far, on disk."""

    path: Path

    @property
    def size(self) -> int:
        """In bytes; 0 if there is nothing."""
        with suppress(OSError):
            return self.path.stat().st_size
        return 0

    def origin(self) -> dict[str, str]:
        """Return where it comes from: url, etag, last-modified, total; empty if that is not known."""
        try:
            kept = json.loads(self._notes.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, dict) else {}

    def begin(self, origin: dict[str, str]) -> None:
        """Forget what was there, and note where the new beginning comes from."""
        self.path.write_bytes(b"")
        self._notes.write_text(json.dumps(origin), encoding="utf-8")

    def remove(self) -> None:
        """Delete it. Twice is harmless."""
        self.path.unlink(missing_ok=True)
        self._notes.unlink(missing_ok=True)

    @property
    def _notes(self) -> Path:
        return self.path.with_name(self.path.name + ".json")


@dataclass
class _Speed:
    """How fast it went in the last seconds."""

    marks: deque[tuple[float, int]] = field(default_factory=deque)

    def per_second(self, done_bytes: int) -> float:
        now = time.monotonic()
        self.marks.append((now, done_bytes))
        while now - self.marks[0][0] > _SPEED_SECONDS:
            self.marks.popleft()
        seconds = now - self.marks[0][0]
        return (done_bytes - self.marks[0][1]) / seconds if seconds > 0.5 else 0.0


class Ticks:
    """Says when it is time for another yield, so that many small steps make few of them."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def is_due(self) -> bool:
        """Return whether the last yield was long enough ago; if so, count from now."""
        if time.monotonic() - self._last < STEP_SECONDS:
            return False
        self._last = time.monotonic()
        return True


def download(parcel: Parcel, part: Part, patience: Patience) -> Generator[Progress, None, Digests]:
    """Bring the file into `part.path`, trying its addresses in order; return its digests.

    Raises:
        Interrupted: if the connection was lost; what has arrived is kept.
        ModelMissing: if no address has the file.
        ModelDamaged: if what came is not the file; it is deleted.
        OutputUnwritable: if it cannot be written.
    """
    failures: list[EngineError] = []
    for url in parcel.urls:
        try:
            return (yield from _Source(parcel, part, patience, url).bring())
        except (ModelMissing, ModelDamaged) as error:
            failures.append(error)
            yield Progress("connecting", notice=str(error))
    # One that can be taken up again tells more than a mirror that lacks the file.
    raise next((one for one in failures if isinstance(one, Interrupted)), failures[0])


def digests(path: Path, stage: Stage = "verifying") -> Generator[Progress, None, Digests]:
    """Read a file and return its digests."""
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    total, done, ticks = path.stat().st_size, 0, Ticks()
    with path.open("rb") as file:
        while block := file.read(_HASH_BYTES):
            md5.update(block)
            sha256.update(block)
            done += len(block)
            if ticks.is_due():
                yield Progress(stage, done, total)
    return Digests(md5.hexdigest(), sha256.hexdigest())


class _Source:
    """One address, tried until it gives the file or gives no more hope."""

    def __init__(self, parcel: Parcel, part: Part, patience: Patience, url: str) -> None:
        self._parcel = parcel
        self._part = part
        self._patience = patience
        self._url = url
        self._is_joined = False
        """Whether the part was not all sent in one go."""

    def bring(self) -> Generator[Progress, None, Digests]:
        failures, furthest = 0, self._part.size
        while True:
            try:
                yield from self._attempt()
                return (yield from self._verified())
            except Broken as broken:
                failures = 1 if self._part.size > furthest else failures + 1
                furthest = max(furthest, self._part.size)
                if failures >= self._patience.tries:
                    raise self._interrupted() from broken
                yield from self._wait(failures, broken)
            except ModelDamaged:
                self._part.remove()
                raise

    def _attempt(self) -> Iterator[Progress]:
        offset = self._offset()
        connection = Connection(
            Request(self._url, self._range(offset), self._parcel.trusted_hosts, self._patience)
        )
        try:
            yield Progress("connecting", offset, self._parcel.size_bytes)
            items = connection.items()
            for item in items:
                if isinstance(item, Answer):
                    yield from self._receive(item, items, offset)
                else:
                    yield Progress("connecting", offset, self._parcel.size_bytes)
        finally:
            connection.close()

    def _receive(
        self, answer: Answer, items: Iterator[Answer | bytes | None], offset: int
    ) -> Iterator[Progress]:
        try:
            total = self._agree(answer, offset)
            if self._part.size == total and offset:
                return
            with self._part.path.open("ab") as file:
                yield from self._write(file, items, total)
        except OSError as error:
            raise _no_room(self._parcel.title) from error
        if total and self._part.size < total:
            raise Broken("the server ended early")

    def _write(
        self, file: BinaryIO, items: Iterator[Answer | bytes | None], total: int
    ) -> Iterator[Progress]:
        speed, ticks, done = _Speed(), Ticks(), self._part.size
        speed.per_second(done)
        for item in items:
            if isinstance(item, bytes):
                done += len(item)
                if done > self._parcel.most_bytes:
                    raise self._another_file()
                file.write(item)
            if item is None or ticks.is_due():
                file.flush()
                rate = speed.per_second(done)
                left = (total - done) / rate if total and rate else None
                yield Progress("downloading", done, total or self._parcel.size_bytes, rate, left)

    def _agree(self, answer: Answer, offset: int) -> int:
        """Prepare the part for what is about to come; return the whole file's size, 0 if unknown."""
        if answer.status == 200:
            length = answer.headers.get("content-length", "")
            total = int(length) if length.isdecimal() else 0
            self._part.begin(self._origin(answer, total))
            self._is_joined = False
        elif answer.status == 206 and offset:
            total = self._continued(answer, offset)
        elif answer.status == 416 and offset:
            total = self._exhausted(answer, offset)
        elif answer.status in _PASSING or answer.status >= 500:
            after = answer.headers.get("retry-after", "")
            raise Broken(f"status {answer.status}", float(after) if after.isdecimal() else 0.0)
        else:
            raise self._refused(answer.status)
        if total > self._parcel.most_bytes:
            raise self._another_file()
        return total

    def _continued(self, answer: Answer, offset: int) -> int:
        sent = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", answer.headers.get("content-range", "").strip())
        known = self._part.origin().get("total", "0")
        if not sent or int(sent[1]) != offset or (known not in ("0", sent[2]) and sent[2] != "*"):
            self._part.remove()
            raise Broken("another file than before")
        self._is_joined = True
        return 0 if sent[2] == "*" else int(sent[2])

    def _exhausted(self, answer: Answer, offset: int) -> int:
        whole = re.fullmatch(r"bytes \*/(\d+)", answer.headers.get("content-range", "").strip())
        if whole and int(whole[1]) == offset:
            self._is_joined = True
            return offset
        self._part.remove()
        raise Broken("shorter than before")

    def _offset(self) -> int:
        """Return where to go on: at 0 unless what is there surely belongs to the file."""
        origin = self._part.origin()
        is_same = origin.get("url") == self._url and bool(_validator(origin))
        return self._part.size if origin and (is_same or self._parcel.is_verifiable) else 0

    def _range(self, offset: int) -> dict[str, str]:
        if not offset:
            return {}
        origin = self._part.origin()
        validator = _validator(origin) if origin.get("url") == self._url else ""
        return {"Range": f"bytes={offset}-"} | ({"If-Range": validator} if validator else {})

    def _origin(self, answer: Answer, total: int) -> dict[str, str]:
        kept = {name: answer.headers[name] for name in ("etag", "last-modified") if name in answer.headers}
        return {"url": self._url, "total": str(total), **kept}

    def _verified(self) -> Generator[Progress, None, Digests]:
        found = yield from digests(self._part.path)
        wanted = self._parcel
        is_same = (not wanted.sha256 or found.sha256 == wanted.sha256) and (
            not wanted.md5 or found.md5 == wanted.md5
        )
        if is_same:
            return found
        if self._is_joined:
            self._is_joined = False
            self._part.remove()
            raise Broken("the pieces do not fit together")
        raise ModelDamaged(
            _("{host} sent something else than {title}, so it was deleted. Try again later.").format(
                host=host_of(self._url), title=self._parcel.title
            )
        )

    def _wait(self, failures: int, broken: Broken) -> Iterator[Progress]:
        seconds = self._patience.backoff_seconds * 2 ** (failures - 1)
        seconds = min(_LONGEST_BACKOFF_SECONDS, max(seconds, broken.retry_after_seconds))
        until = time.monotonic() + seconds
        notice = _("The connection to {host} failed; trying again.").format(host=host_of(self._url))
        done, total = self._part.size, self._parcel.size_bytes
        yield Progress("waiting", done, total, notice=notice)
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(STEP_SECONDS, left))
            yield Progress("waiting", done, total)

    def _interrupted(self) -> Interrupted:
        if self._part.size:
            sentence = _(
                "The connection to {host} was lost. Fetch {title} again to go on where it broke off."
            )
        else:
            sentence = _("{host} cannot be reached. Check the internet connection, then fetch {title} again.")
        return Interrupted(sentence.format(host=host_of(self._url), title=self._parcel.title))

    def _another_file(self) -> ModelDamaged:
        return ModelDamaged(
            _("{host} offers a file that is too big to be {title}. Refresh the list of models.").format(
                host=host_of(self._url), title=self._parcel.title
            )
        )

    def _refused(self, status: int) -> ModelMissing:
        if status in (404, 410):
            sentence = _("{host} no longer has {title}. Refresh the list of models, or choose another.")
        else:
            sentence = _(
                "{host} does not give {title} (status {status}). Try later, or import it from a file."
            )
        return ModelMissing(sentence.format(host=host_of(self._url), title=self._parcel.title, status=status))


def _validator(origin: dict[str, str]) -> str:
    """Return what tells whether the server's file is still the same; a weak tag does not."""
    tag = origin.get("etag", "")
    return tag if tag and not tag.startswith("W/") else origin.get("last-modified", "")


def _no_room(title: str) -> OutputUnwritable:
    return OutputUnwritable(
        _("{title} could not be written: the disk is full or locked. Make room, then fetch it again.").format(
            title=title
        )
    )
