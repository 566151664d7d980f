"""What is written into a model's folder when it is installed, and checked before it is used."""

import json
from collections.abc import Generator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from engines.errors import ModelDamaged
from engines.models.fetching import digests
from engines.models.model import Model, Progress
from engines.models.unpacking import RECORD, Manifest
from engines.words import _


@dataclass(frozen=True)
class Record:
    """How a model came here, and which files it consists of."""

    model: Model
    sha256: str
    """Of the archive; empty for a model that came as a folder."""
    is_verified: bool
    """Whether the archive had the digest its publisher names."""
    files: Manifest

    def write(self, folder: Path) -> None:
        """Write it into the model's folder."""
        # Model may get no other fields: an earlier Sori takes a record with them for damaged.
        text = json.dumps({"version": 1, **asdict(self)}, ensure_ascii=False, indent=1)
        (folder / RECORD).write_text(text, encoding="utf-8")

    def check(self, folder: Path) -> None:
        """Make sure that every file is there at its size; takes milliseconds.

        Raises:
            ModelDamaged: if not.
        """
        for name, (size_bytes, _sha256) in self.files.items():
            path = folder / name
            if not path.is_file() or path.stat().st_size != size_bytes:
                raise damaged(self.model.title)

    def verify(self, folder: Path) -> Generator[Progress, None, None]:
        """Read every file and compare it with what was installed; takes seconds.

        Raises:
            ModelDamaged: if a file has changed.
        """
        self.check(folder)
        done, total = 0, sum(size for size, _sha256 in self.files.values())
        for name, (size_bytes, sha256) in self.files.items():
            found = digests(folder / name)
            try:
                while True:
                    yield Progress("verifying", done + next(found).done_bytes, total)
            except StopIteration as stop:
                if stop.value.sha256 != sha256:
                    raise damaged(self.model.title) from None
            done += size_bytes
        yield Progress("done", total, total)


def read(folder: Path, model_id: str) -> Record:
    """Read the record of an installed model; what only a newer Sori knows of it is passed over.

    Raises:
        ModelDamaged: if there is none that can be read.
    """
    try:
        kept = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        known = {field.name for field in fields(Model)}
        facts = {name: value for name, value in kept["model"].items() if name in known}
        lists = {key: tuple(facts[key]) for key in ("languages", "urls", "hosts")}
        files = {str(name): (int(size), str(sha256)) for name, (size, sha256) in kept["files"].items()}
        return Record(Model(**{**facts, **lists}), kept["sha256"], kept["is_verified"], files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(model_id) from error


def damaged(title: str) -> ModelDamaged:
    """Return the error for a model whose files are not what was installed."""
    return ModelDamaged(
        _("{title} is damaged on this computer. Fetch or import it again.").format(title=title)
    )
