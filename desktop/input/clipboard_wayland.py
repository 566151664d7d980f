"""The clipboard under Wayland, through wl-copy and wl-paste: there a program without the focus has none."""

import logging
import shutil
import subprocess
from typing import Final

from desktop.input.clipboard import MOST_BYTES, SECRET_HINT, TEXT, ClipboardUnavailable, Content
from engines.children import outside

_SECONDS: Final = 2.0
_TEXTS: Final = frozenset((TEXT, "text/plain", "UTF8_STRING", "STRING", "TEXT"))

logger = logging.getLogger(__name__)


class WaylandClipboard:
    """Keeps one format, for wl-copy offers only one: the text if there is one, else the first."""

    def __init__(self) -> None:
        """Get ready; whether the programs are there is found out when they are needed."""
        self._put = Content()

    def content(self) -> Content:
        """Return the best of what stands on it."""
        # Without anything on it wl-paste ends with 1 and says so.
        names = [name for name in _paste("--list-types", is_empty_allowed=True).decode().split("\n") if name]
        if not names:
            return Content()
        texts = [name for name in names if name in _TEXTS]
        best = texts[0] if texts else names[0]
        value = _paste("--no-newline", "--type", best)
        others = {name for name in names if name not in _TEXTS and name != best}
        if len(value) > MOST_BYTES:
            return Content(is_whole=False)
        return Content(((TEXT if texts else best, value),), is_whole=not others)

    def put(self, content: Content, *, for_terminal: bool = False) -> None:
        """Replace what stands on it."""
        formats = [one for one in content.formats if one[0] != SECRET_HINT[0]]
        if formats:
            name, value = formats[0]
            if not (_is_secret(content) and _is_copied_as_secret(value, name)):
                _copy(value, "--type", name)
        else:
            _copy(b"", "--clear")
        self._put = content

    def was_taken(self, by: int = 0) -> bool | None:
        """Nobody can know."""
        return None

    def is_ours(self) -> bool:
        """Whether what stands on it is still what was put last; a secret is, where that cannot be seen."""
        try:
            there = self.content()
        except ClipboardUnavailable:
            return _is_secret(self._put)
        return self._put.text == there.text or (_is_secret(self._put) and not there.formats)

    def close(self) -> None:
        """Leave it to wl-copy, which goes on until somebody copies something else."""


def _is_secret(content: Content) -> bool:
    return SECRET_HINT in content.formats


def _is_copied_as_secret(value: bytes, name: str) -> bool:
    """Ask clipboard histories to pass over it; return False where wl-copy is too old to know how."""
    try:
        _copy(value, "--sensitive", "--type", name)
    except ClipboardUnavailable:
        return False
    return True


def _paste(*arguments: str, is_empty_allowed: bool = False) -> bytes:
    if shutil.which("wl-paste") is None:
        raise ClipboardUnavailable
    try:
        answer = subprocess.run(
            ("wl-paste", *arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=outside(),
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ClipboardUnavailable from error
    if answer.returncode and not is_empty_allowed:
        raise ClipboardUnavailable
    return answer.stdout if not answer.returncode else b""


def _copy(value: bytes, *arguments: str) -> None:
    if shutil.which("wl-copy") is None:
        raise ClipboardUnavailable
    try:
        # It goes on in the background, and must not keep a pipe of ours.
        subprocess.run(
            ("wl-copy", *arguments),
            input=value,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=outside(),
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        logger.info("wl-copy failed: %s", type(error).__name__)
        raise ClipboardUnavailable from None
