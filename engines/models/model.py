"""What is known of a model, and how far fetching it has come."""

from dataclasses import dataclass
from typing import Literal

from engines import add_on
from engines.words import _

Stage = Literal["connecting", "downloading", "waiting", "verifying", "unpacking", "copying", "done"]


@dataclass(frozen=True)
class Model:
    """One model that can be fetched or is installed: facts, and where each comes from."""

    id: str
    """Also the name of its folder."""
    title: str
    """Its name for people, in the interface language."""
    task: str
    """As in `engines.spec.TASKS`."""
    engine: str
    """The id of the engine that uses it."""
    languages: tuple[str, ...]
    """Tags such as `en-US` or `ko`."""
    size_bytes: int
    """Of the archive; 0 if unknown."""
    licence: str = ""
    """An SPDX name; empty if the publisher's list does not tell."""
    accuracy: str = ""
    """Published error rates, such as `TED-LIUM 10.38 %`; empty if none is known."""
    accuracy_source: str = ""
    """Who measured it."""
    accuracy_unit: Literal["words", "characters"] = "words"
    """What the rate counts."""
    urls: tuple[str, ...] = ()
    """Where it can be had, the publisher first, then mirrors."""
    hosts: tuple[str, ...] = ()
    """Other hosts that these addresses may send us on to."""
    md5: str = ""
    sha256: str = ""
    is_obsolete: bool = False
    """The publisher advises against it."""

    @property
    def is_add_on(self) -> bool:
        """Whether it is no model but the libraries that a core package takes in."""
        return self.engine == add_on.ENGINE

    @property
    def is_verifiable(self) -> bool:
        """Whether a digest is known to compare the archive with."""
        return bool(self.md5 or self.sha256)

    @property
    def offer(self) -> str:
        """Its title, size and licence, as one asks: download it?"""
        licence = self.licence or _("licence unknown")
        known_size = size(self.size_bytes) if self.size_bytes else _("size unknown")
        return _("{title}, {size}, {licence}").format(title=self.title, size=known_size, licence=licence)

    @property
    def about(self) -> str:
        """How good it is, as a sentence; of an add-on: what it is for."""
        if self.is_add_on:
            return _("With it, Sori reads finger spelling and the signs you teach it.")
        return self.accuracy_sentence

    @property
    def accuracy_sentence(self) -> str:
        """How often it errs and who says so, as a sentence."""
        if not self.accuracy:
            return _("No published accuracy is known.")
        if self.accuracy_unit == "characters":
            sentence = _("Wrong characters: {accuracy} (source: {source}).")
        else:
            sentence = _("Wrong words: {accuracy} (source: {source}).")
        return sentence.format(accuracy=self.accuracy, source=self.accuracy_source)


@dataclass(frozen=True)
class Progress:
    """How far the work has come; the last one of a finished work has the stage `done`."""

    stage: Stage
    done_bytes: int = 0
    total_bytes: int = 0
    """0 if unknown."""
    bytes_per_second: float = 0.0
    """Over the last seconds; 0 until known."""
    seconds_left: float | None = None
    """Of this stage; None while unknown."""
    notice: str = ""
    """One translated sentence the user should be told, such as that the connection broke off."""

    @property
    def fraction(self) -> float:
        """How much of this stage is done, 0 to 1; 0 while unknown."""
        return min(1.0, self.done_bytes / self.total_bytes) if self.total_bytes else 0.0

    @property
    def sentence(self) -> str:
        """What is going on, for a status line."""
        if self.stage == "downloading" and self.total_bytes:
            return self._downloading()
        return {
            "connecting": _("Connecting."),
            "downloading": _("Downloading, {done}.").format(done=size(self.done_bytes)),
            "waiting": _("Waiting to try again."),
            "verifying": _("Verifying, {percent} %.").format(percent=round(self.fraction * 100)),
            "unpacking": _("Unpacking, {percent} %.").format(percent=round(self.fraction * 100)),
            "copying": _("Copying, {percent} %.").format(percent=round(self.fraction * 100)),
            "done": _("Done."),
        }[self.stage]

    def _downloading(self) -> str:
        done, total = size(self.done_bytes), size(self.total_bytes)
        if self.seconds_left is None:
            return _("Downloading, {done} of {total}.").format(done=done, total=total)
        return _("Downloading, {done} of {total}, {speed} a second, {time} left.").format(
            done=done, total=total, speed=size(round(self.bytes_per_second)), time=_time(self.seconds_left)
        )


def size(count: int) -> str:
    """Return a number of bytes for people, in steps of a thousand as publishers and file managers count."""
    for unit, one in (("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)):
        if count >= one:
            number = count / one
            return f"{number:.1f} {unit}" if number < 10 else f"{number:.0f} {unit}"
    return _("{count} bytes").format(count=count)


def _time(seconds: float) -> str:
    whole = max(1, round(seconds))
    if whole < 90:
        return _("{seconds} s").format(seconds=whole)
    return _("{minutes} min").format(minutes=round(whole / 60))
