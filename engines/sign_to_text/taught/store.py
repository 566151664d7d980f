"""The signs the user taught, kept as landmarks in a folder: one file a sign, each replaced as a whole."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal
from uuid import uuid4

from engines.errors import InputUnsupported, ModelMissing, OutputUnwritable
from engines.models.lock import locked
from engines.sign_to_text.taught import atomic
from engines.sign_to_text.taught.example import Example
from engines.sign_to_text.taught.landmark_file import (
    LONGEST_NAME,
    MOST_BYTES,
    MOST_EXAMPLES,
    SUFFIX,
    TaughtSign,
    checked_name,
    name_key,
    packed,
    unpacked,
)
from engines.words import _

Clash = Literal["keep", "replace", "both"]
"""What becomes of an imported sign whose name is taken: left out, taking its place, or under a new name."""
_PATIENCE_SECONDS: Final = 5.0


class TaughtSigns:
    """The signs in a folder, which need not exist.

    When a method that changes something returns, the change survives a crash and a power cut; when it
    raises, everything is as it was. Any thread and any process may call.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where the signs are kept."""
        return self._folder

    def signs(self) -> tuple[TaughtSign, ...]:
        """Return every sign that can be read, by name."""
        return tuple(sorted((sign for _path, sign in self._found()), key=lambda sign: name_key(sign.name)))

    def troubles(self) -> tuple[str, ...]:
        """Return a sentence for each file, or the folder, that cannot be read; it is left alone."""
        try:
            next(self._folder.iterdir(), None)
        except FileNotFoundError:
            return ()
        except OSError:
            return (str(atomic.unreadable(self._folder)),)
        sentences = []
        for path in self._paths():
            try:
                self._read(path)
            except InputUnsupported as error:
                sentences.append(str(error))
        return tuple(sentences)

    def sign(self, name: str) -> TaughtSign:
        """Return one sign.

        Raises:
            InputUnsupported: there is none of that name.
        """
        return self._one(name)[1]

    def find(self, name: str) -> TaughtSign | None:
        """Return one sign, or None if there is none of that name."""
        found = self._find(name)
        return found[1] if found else None

    def add(self, name: str, examples: Sequence[Example]) -> TaughtSign:
        """Keep examples of a sign, beside those it has already.

        Raises:
            InputUnsupported: the name cannot be used, or these are more than `MOST_EXAMPLES`.
            OutputUnwritable: the disk does not take it.
        """
        name = checked_name(name)
        with self._turn():
            old = self._find(name)
            if old is None:
                return self._write(self._new_path(), TaughtSign(name, tuple(examples)))
            return self._write(old[0], old[1].with_examples((*old[1].examples, *examples)))

    def record_again(self, name: str, examples: Sequence[Example]) -> TaughtSign:
        """Keep these examples of a sign in place of those it has; raises as `add` and `sign` do."""
        with self._turn():
            path, old = self._one(name)
            return self._write(path, old.with_examples(examples))

    def rename(self, name: str, new_name: str) -> TaughtSign:
        """Give a sign another name.

        Raises:
            InputUnsupported: there is no such sign, or the new name is another's or cannot be used.
            OutputUnwritable: the disk does not take it.
        """
        new_name = checked_name(new_name)
        with self._turn():
            path, old = self._one(name)
            other = self._find(new_name)
            if other and other[0] != path:
                raise InputUnsupported(
                    _("There is a sign “{name}” already. Choose another name, or delete it first.").format(
                        name=other[1].name
                    )
                )
            return self._write(path, replace(old, name=new_name))

    def delete(self, name: str) -> None:
        """Forget one sign; raises as `sign` does, and `OutputUnwritable` if the file cannot be deleted."""
        with self._turn():
            _delete([self._one(name)[0]])

    def delete_example(self, name: str, index: int) -> TaughtSign | None:
        """Forget one example; with its last one the sign goes too, and None is returned.

        Raises:
            InputUnsupported: there is no such sign or example.
            OutputUnwritable: the disk does not take it.
        """
        with self._turn():
            path, old = self._one(name)
            if not 0 <= index < len(old.examples):
                raise InputUnsupported(_("“{name}” has no such example.").format(name=old.name))
            left = (*old.examples[:index], *old.examples[index + 1 :])
            if left:
                return self._write(path, old.with_examples(left))
            _delete([path])
            return None

    def delete_all(self) -> None:
        """Forget every sign, and every file of signs that cannot be read.

        Raises:
            OutputUnwritable: a file cannot be deleted.
        """
        if not self._folder.is_dir():
            return
        with self._turn():
            _delete(self._paths())

    def export(self, path: Path, names: Sequence[str] = ()) -> tuple[TaughtSign, ...]:
        """Write the signs of these names, or all, into one landmark file, and return them.

        Raises:
            InputUnsupported: a name is unknown, or there is nothing to export.
            OutputUnwritable: the disk does not take it; what was at `path` is untouched.
        """
        chosen = tuple(self.sign(name) for name in names) or self.signs()
        if not chosen:
            raise InputUnsupported(_("There are no taught signs to export yet."))
        content = packed(chosen)
        if len(content) > MOST_BYTES:
            raise InputUnsupported(_("These are too many signs for one file. Export them in parts."))
        atomic.write([(path.resolve(), content)])
        return chosen

    def import_from(self, path: Path, on_clash: Callable[[str], Clash]) -> tuple[TaughtSign, ...]:
        """Take in the signs of a landmark file, all or none, and return those taken in.

        `on_clash` is asked for each name that is taken already; what it raises ends the import.

        Raises:
            InputUnsupported: the file is damaged, from a newer Sori, or no file of signs.
            OutputUnwritable: the disk does not take them.
        """
        offered = read_signs(path)
        with self._turn():
            kept = {name_key(sign.name): (file, sign) for file, sign in self._found()}
            taken, files = [], []
            for sign in offered:
                clash = kept.get(name_key(sign.name))
                choice = on_clash(clash[1].name) if clash else "both"
                if choice == "keep":
                    continue
                target = clash[0] if clash and choice == "replace" else self._new_path()
                if clash and choice == "both":
                    sign = replace(sign, name=_free_name(sign.name, {*kept, *map(_key, offered)}))
                kept[name_key(sign.name)] = (target, sign)
                taken.append(sign)
                files.append((target, packed([sign])))
            self._keep(files)
        return tuple(taken)

    def clashes(self, path: Path) -> tuple[str, ...]:
        """Return the names in a landmark file that are taken already; raises as `import_from` does."""
        kept = set(map(_key, self.signs()))
        return tuple(sign.name for sign in read_signs(path) if name_key(sign.name) in kept)

    def _found(self) -> Iterator[tuple[Path, TaughtSign]]:
        seen = set()
        for path in self._paths():
            try:
                sign = self._read(path)
            except InputUnsupported:
                continue  # `troubles` tells of it
            if name_key(sign.name) not in seen:
                seen.add(name_key(sign.name))
                yield path, sign

    def _paths(self) -> list[Path]:
        return sorted(self._folder.glob(f"*{SUFFIX}"))

    def _read(self, path: Path) -> TaughtSign:
        signs = read_signs(path)
        if len(signs) != 1:
            raise InputUnsupported(
                _("{file} does not belong here; import it instead.").format(file=path.name)
            )
        return signs[0]

    def _find(self, name: str) -> tuple[Path, TaughtSign] | None:
        wanted = name_key(" ".join(name.split()))
        return next((found for found in self._found() if name_key(found[1].name) == wanted), None)

    def _one(self, name: str) -> tuple[Path, TaughtSign]:
        found = self._find(name)
        if found is None:
            raise InputUnsupported(
                _("There is no taught sign “{name}”. See `sori signs list` for their names.").format(
                    name=name
                )
            )
        return found

    def _new_path(self) -> Path:
        return self._folder / f"{uuid4().hex}{SUFFIX}"

    def _write(self, path: Path, sign: TaughtSign) -> TaughtSign:
        if not sign.examples:
            raise InputUnsupported(_("Show the sign at least once."))
        if len(sign.examples) > MOST_EXAMPLES:
            raise InputUnsupported(
                _("“{name}” would have {count} examples, and {most} are enough. Record it again.").format(
                    name=sign.name, count=len(sign.examples), most=MOST_EXAMPLES
                )
            )
        self._keep([(path, packed([sign]))])
        return sign

    def _keep(self, files: Sequence[tuple[Path, bytes]]) -> None:
        try:
            atomic.write(files)
        except OutputUnwritable as error:  # it names a file that nobody has chosen
            raise self._unwritable() from error

    def _unwritable(self) -> OutputUnwritable:
        return OutputUnwritable(
            _(
                "Nothing can be written to {folder}. Make room there, or make it yours, then try again."
            ).format(folder=self._folder)
        )

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One change at a time, of this process or another."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise self._unwritable() from error
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                lock = locked(self._folder / ".lock", self._folder.name)
                with lock:
                    atomic.discard(self._folder.glob(f".*{atomic.PART}"))
                    yield
                return
            except ModelMissing:
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.02)


def read_signs(path: Path) -> tuple[TaughtSign, ...]:
    """Return the signs in a landmark file.

    Raises:
        InputUnsupported: it cannot be read, is damaged, from a newer Sori, or no file of signs.
    """
    return unpacked(atomic.read(path, MOST_BYTES), path.name)


def _key(sign: TaughtSign) -> str:
    return name_key(sign.name)


def _free_name(name: str, taken: set[str]) -> str:
    number = 2
    while True:
        ending = f" ({number})"
        candidate = name[: LONGEST_NAME - len(ending)].rstrip() + ending
        if name_key(candidate) not in taken:
            return candidate
        number += 1


def _delete(paths: Sequence[Path]) -> None:
    try:
        for path in paths:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputUnwritable(
            _("{file} could not be deleted. Check that the folder may be written to.").format(
                file=paths[0].name
            )
        ) from error
