"""The signed list of a release's files: whether it is genuine, what it says, and which were seen before."""

import base64
import json
import logging
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from engines import words
from engines.errors import EngineError
from engines.words import _

NAME: Final = "manifest.json"
SIGNATURE: Final = "manifest.json.sig"
WEEK_SECONDS: Final = 7 * 24 * 3600
_VERSION: Final = 1
SAFE_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+~-]{0,150}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")

logger = logging.getLogger(__name__)


class Untrusted(EngineError):
    """What the server sent is not what the makers of Sori signed, or not the newest of it."""

    code = "update_untrusted"


@dataclass(frozen=True)
class File:
    """One file of a release, as packaging/releasing/manifest.py writes it."""

    name: str
    size_bytes: int
    sha256: str
    platform: str
    edition: str
    kind: str

    def __post_init__(self) -> None:
        # The name becomes one on this disk, and the rest is compared: all of it must be what it seems.
        texts = (self.platform, self.edition, self.kind)
        is_named = bool(SAFE_NAME.fullmatch(self.name) and _SHA256.fullmatch(self.sha256))
        is_sized = type(self.size_bytes) is int and self.size_bytes > 0
        if not (is_named and is_sized and all(isinstance(text, str) for text in texts)):
            raise ValueError(self.name)


@dataclass(frozen=True)
class Release:
    """What a list says."""

    version: str
    serial: int
    """Seconds since 1970; of two lists the one with the greater serial was made later."""
    date: str
    files: tuple[File, ...]
    notes: Mapping[str, str]
    """What is new, by language."""

    @property
    def told(self) -> str:
        """What is new, in the interface language if the makers wrote it; may be empty."""
        return self.notes.get(words.interface_language()) or self.notes.get("en", "")

    def is_newer_than(self, version: str) -> bool:
        """Whether this release came after the version that runs."""
        from packaging.version import Version

        return Version(self.version) > Version(version)


def read(content: bytes, signature: bytes, public_key: str, host: str) -> Release:
    """Return what a list says, once its signature is found right; nothing in it is looked at before.

    Raises:
        Untrusted: if it is not signed by the key, or cannot be understood.
    """
    if not _is_genuine(content, signature, public_key):
        raise Untrusted(
            _(
                "What {host} sent is not signed by the makers of Sori, so it was not used. "
                "On a public network, sign in there first; else try again later."
            ).format(host=host)
        )
    try:
        return _release(json.loads(content))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Untrusted(
            _(
                "This Sori does not understand the list of releases at {host}. "
                "Get the newest Sori where you got this one."
            ).format(host=host)
        ) from error


def _is_genuine(content: bytes, signature: bytes, public_key: str) -> bool:
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    with suppress(ValueError, BadSignatureError):
        key = VerifyKey(base64.b64decode(public_key, validate=True))
        key.verify(content, base64.b64decode(signature.strip(), validate=True))
        return True
    return False


def _release(told: Any) -> Release:
    from packaging.version import Version

    if told["version"] != _VERSION or type(told["serial"]) is not int:
        raise ValueError(told["version"])
    Version(told["release"])
    files = tuple(File(**{name: row[name] for name in File.__dataclass_fields__}) for row in told["files"])
    notes = {str(language): str(text) for language, text in told["notes"].items()}
    return Release(str(told["release"]), told["serial"], str(told["date"]), files, notes)


@dataclass(frozen=True)
class Seen:
    """What is remembered from one look to the next."""

    serial: int = 0
    """The greatest that was seen: an older list is a replay."""
    looked_at_seconds: float = 0.0
    """Since 1970, of the last look that was answered."""

    def is_week_over(self, now_seconds: float | None = None) -> bool:
        """Whether a week has gone by since; also if the clock was turned back."""
        now = time.time() if now_seconds is None else now_seconds
        return not 0 <= now - self.looked_at_seconds < WEEK_SECONDS


def recall(path: Path) -> Seen:
    """Return what was remembered in a file; nothing if it is absent or damaged."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Seen(int(kept["serial"]), float(kept["looked_at_seconds"]))
    except FileNotFoundError:
        return Seen()
    except (OSError, ValueError, TypeError, KeyError) as error:
        logger.info("%s cannot be used: %s", path, type(error).__name__)
        return Seen()


def remember(path: Path, seen: Seen) -> None:
    """Keep it; where nothing can be written, the next look starts anew."""
    new = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(asdict(seen)), encoding="utf-8")
        new.replace(path)
    except OSError as error:
        logger.info("%s cannot be written: %s", path, type(error).__name__)
