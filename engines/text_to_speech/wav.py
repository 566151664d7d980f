"""Save speech as a WAV file that is complete or not there at all."""

import errno
import os
import wave
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import BinaryIO, Final, Self

from engines.errors import OutputUnwritable
from engines.results import Spoken
from engines.text_to_speech.resample import Resampler
from engines.words import _

_DEFAULT_HZ: Final = 22050
_MOST_BYTES: Final = 2**32 - 64
"""A WAV header counts bytes in 32 bits: 27 hours of speech."""


class WavFile:
    """A WAV file being written beside its final place, 16-bit mono at the rate of its first block.

    Use it in a `with` statement: it takes its place, replacing what was there, when the block ends,
    and vanishes if the block fails. Blocks are written as they come, so length costs no memory.
    Both ends and `write` raise `OutputUnwritable`, with what was there before untouched.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Self:
        try:
            # A link stays a link, and what it points to is replaced.
            self._target = self._path.resolve()
            if self._target.exists() and not self._target.is_file():
                raise IsADirectoryError(errno.EISDIR, "not a file")
            self._part = self._target.with_name(f".{self._target.name}.{token_hex(4)}.part")
            self._file: BinaryIO = self._part.open("xb")
        except (OSError, ValueError) as error:
            raise self._unwritable(error) from error
        self._wave: wave.Wave_write | None = None
        self._bytes = 0
        self._resampler: Resampler | None = None
        return self

    def write(self, block: Spoken) -> None:
        """Append one block; a block of another rate is brought to that of the first."""
        try:
            samples = self._at_own_rate(block)
            self._bytes += len(samples)
            if self._bytes > _MOST_BYTES:
                raise OSError(errno.EFBIG, "more than a WAV header can count")
            self._opened(block.rate_hz).writeframesraw(samples)
        except OSError as error:
            raise self._unwritable(error) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        except OSError as failure:
            raise self._unwritable(failure) from failure
        finally:
            self._discard()

    def _finish(self) -> None:
        self._opened(_DEFAULT_HZ).close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self._target)

    def _discard(self) -> None:
        """Close and remove the unfinished file; nothing is left of it after `_finish`."""
        for close in (self._wave.close if self._wave else None, self._file.close):
            try:
                if close:
                    close()
            except OSError:
                continue  # the disk is full: what is being closed is thrown away in any case
        self._part.unlink(missing_ok=True)

    def _opened(self, rate_hz: int) -> wave.Wave_write:
        if self._wave is None:
            self._wave = wave.open(self._file, "wb")  # noqa: SIM115 - closed by _finish or _discard
            self._wave.setparams((1, 2, rate_hz, 0, "NONE", "not compressed"))
        return self._wave

    def _at_own_rate(self, block: Spoken) -> bytes:
        own_hz = self._opened(block.rate_hz).getframerate()
        if block.rate_hz == own_hz:
            return block.samples
        if self._resampler is None or self._resampler.from_hz != block.rate_hz:
            self._resampler = Resampler(block.rate_hz, own_hz)
        return self._resampler.convert(block.samples)

    def _unwritable(self, error: Exception) -> OutputUnwritable:
        reasons = {
            errno.ENOSPC: _("There is no room left for {file}. Free some space or choose another disk."),
            errno.EDQUOT: _("There is no room left for {file}. Free some space or choose another disk."),
            errno.EFBIG: _("{file} would become too big. Save a shorter text."),
            errno.ENOENT: _("The folder of {file} does not exist. Choose a folder that does."),
            errno.ENOTDIR: _("The folder of {file} does not exist. Choose a folder that does."),
            errno.EISDIR: _("{file} is not an ordinary file. Choose another name."),
        }
        other = _("{file} cannot be written here. Choose a folder you may write to.")
        number = getattr(error, "errno", None) or 0
        return OutputUnwritable(reasons.get(number, other).format(file=self._path))
