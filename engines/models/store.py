"""Where the models on this machine live: finds, fetches, imports and removes them.

Each lies in a folder of its own that appears whole or not at all: what is on its way is under
`.unfinished`, on the same disk, and is renamed when it is complete and checked.
"""

import json
import logging
import os
import shutil
import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from engines import add_on, folders, network, resource
from engines.errors import EngineError, InputUnsupported, ModelDamaged, ModelMissing, OutputUnwritable
from engines.models import catalogue as listing
from engines.models import hands, record, unpacking
from engines.models.connection import Patience, host_of
from engines.models.disk import require, writable
from engines.models.fetching import Digests, Interrupted, Parcel, Part, digests, download
from engines.models.folder_checks import check_folder
from engines.models.lock import locked
from engines.models.model import Model, Progress, size
from engines.words import _

CATALOGUE: Final = "SORI_MODEL_CATALOGUE"
"""Names a catalogue file to use instead of Sori's, such as an organisation's own."""

_UNFINISHED: Final = ".unfinished"
_UNPACKED_RATIO: Final = 2
"""Vosk's archives grow to less than this when unpacked."""
_LIST_BYTES: Final = 4_000_000

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Offer:
    """What a person should know before a model is fetched."""

    model: Model
    needed_bytes: int
    """On the disk, for the archive and what is unpacked from it."""
    free_bytes: int
    hosts: tuple[str, ...]
    """Whom it will be fetched from."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to tell, in order; the question itself is the caller's."""
        told = [
            _("{offer}.").format(offer=self.model.offer),
            self.model.about,
            _("From {hosts}.").format(hosts=", ".join(self.hosts)),
            _("It needs {needed} on the disk; {free} are free.").format(
                needed=size(self.needed_bytes), free=size(self.free_bytes)
            ),
        ]
        if not self.model.is_verifiable:
            told.append(
                _("Not verifiable: no digest is known yet; the publisher's list is asked for one first.")
            )
        if self.model.is_obsolete:
            told.append(_("Its publisher calls it obsolete."))
        return tuple(told)


class ModelStore:
    """The models of this user. Holds no state: two of them, or two processes, may use one folder."""

    def __init__(
        self,
        folder: Path | None = None,
        catalogue_file: Path | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.folder = folder or folders.models()
        named = os.environ.get(CATALOGUE)
        self._catalogue_file = (
            catalogue_file or (Path(named) if named else None) or resource.path("models", "catalogue.toml")
        )
        self._patience = patience or Patience()

    def catalogue(self) -> tuple[Model, ...]:
        """Return every model that can be fetched: Sori's choice first, then the publishers' others.

        Before them stands the add-on, if this build takes one.
        """
        shipped = self._shipped()
        return (*map(shipped.released, hands.models()), *shipped.merged(self._published()))

    def model(self, model_id: str) -> Model:
        """Return a model of the catalogue, or one that is installed.

        Raises:
            InputUnsupported: if there is none of this name.
        """
        for model in (*self.catalogue(), *self.installed()):
            if model.id == model_id:
                return model
        raise InputUnsupported(
            _("There is no model called {id}. `sori models list` shows the names.").format(id=model_id)
        )

    def installed(self) -> tuple[Model, ...]:
        """Return every model that has a folder here, damaged ones too (`trouble` tells)."""
        if not self.folder.is_dir():
            return ()
        names = sorted(
            path.name
            for path in self.folder.iterdir()
            if path.is_dir() and listing.SAFE_ID.fullmatch(path.name)
        )
        known = {model.id: model for model in self.catalogue()}
        return tuple(known.get(name) or self._stranger(name) for name in names)

    def is_installed(self, model_id: str) -> bool:
        """Whether the model has a folder here, damaged or not."""
        return self._target(model_id).is_dir()

    def is_verified(self, model_id: str) -> bool:
        """Whether an installed model's archive had the digest its publisher names."""
        with suppress(ModelDamaged):
            return record.read(self._target(model_id), model_id).is_verified
        return False

    def sha256(self, model_id: str) -> str:
        """Return the SHA-256 of the archive an installed model came from; empty if that is not known."""
        with suppress(ModelDamaged):
            return record.read(self._target(model_id), model_id).sha256
        return ""

    def trouble(self, model_id: str) -> str:
        """Return why an installed model cannot be used, as a sentence; empty if it can."""
        if sentence := hands.not_used(self._target(model_id)):
            return sentence
        try:
            self.path(model_id)
        except EngineError as error:
            return str(error)
        return ""

    def path(self, model_id: str) -> Path:
        """Return an installed model's folder, after a check that every file is there at its size.

        Raises:
            ModelMissing: if it is not installed.
            ModelDamaged: if files are missing or have another size.
        """
        target = self._target(model_id)
        if not target.is_dir():
            raise ModelMissing(
                _("The model {id} is not on this computer. Fetch it with `sori models fetch {id}`.").format(
                    id=model_id
                )
            )
        kept = record.read(target, model_id)
        kept.check(target)
        if kept.model.is_add_on and not hands.is_usable(target):
            raise record.damaged(kept.model.title)
        return target

    def find(self, engine: str, language: str) -> Path | None:
        """Return the folder of the best usable model: of just this language tag first, then the biggest.

        A damaged one is passed over; None if there is none.
        """
        fitting = [one for one in self.installed() if _fits(one, engine, language)]
        fitting.sort(key=lambda one: (not _is_exact(one, language), -one.size_bytes))
        for model in fitting:
            try:
                return self.path(model.id)
            except ModelDamaged:
                logger.info("the model %s is damaged", model.id)
        return None

    def suggest(self, engine: str, language: str) -> Model | None:
        """Return the model to offer to somebody who has none: of just this tag first, then our first."""
        fitting = [one for one in self.catalogue() if _fits(one, engine, language) and not one.is_obsolete]
        return next((one for one in fitting if _is_exact(one, language)), next(iter(fitting), None))

    def offer(self, model: Model) -> Offer:
        """Return what to tell before `model` is fetched."""
        hosts = dict.fromkeys(host for host in map(host_of, model.urls) if host)
        return Offer(model, self._needed(model), self.free_bytes(), tuple(hosts))

    def free_bytes(self) -> int:
        """Return how much room there is on the disk the models live on."""
        there = next(path for path in (self.folder, *self.folder.parents) if path.exists())
        return shutil.disk_usage(there).free

    def fetch(self, model: Model, keep_part: bool = False) -> Generator[Progress, None, None]:
        """Download, verify, unpack and install a model; one that is installed and whole is left alone.

        Closing the generator removes all traces unless `keep_part`. After an `Interrupted`, or when the
        process dies, what has arrived stays, and the next fetch goes on there.

        Raises:
            Interrupted: if the connection was lost.
            ModelMissing: if no address has it.
            ModelDamaged: if what came is not the model, or not the archive that was first installed.
            OutputUnwritable: if there is no room.
        """
        if self.is_installed(model.id) and not self.trouble(model.id):
            yield Progress("done", notice=_("{title} is installed already.").format(title=model.title))
            return
        if not model.urls:
            raise ModelMissing(self.no_source(model))
        part = self._part(model.id)
        require(self._needed(model) - part.size, self.free_bytes(), model.title)
        with self._work_on(model.id):
            is_kept = False
            try:
                yield Progress("connecting", part.size, model.size_bytes)
                model = yield from self._with_digest(model)
                parcel = Parcel.of(model)
                with network.allowed(parcel.hosts_to_open):
                    found = yield from download(parcel, part, self._patience)
                self._compare_with_first(model, found)
                kept = replace(model, size_bytes=part.size)
                yield from self._unpack(part.path, kept, found.sha256, model.is_verifiable)
            except Interrupted:
                is_kept = True
                raise
            except GeneratorExit:
                is_kept = keep_part
                raise
            finally:
                if not is_kept:
                    part.remove()
        notice = "" if model.is_verifiable else _("It could not be verified: nobody names its digest.")
        yield Progress("done", kept.size_bytes, kept.size_bytes, notice=notice)

    def no_source(self, model: Model) -> str:
        """Return why a model cannot be fetched from anywhere, as a sentence; empty if it can."""
        if model.urls:
            return ""
        if model.is_add_on and hands.unpacked_bytes(model):
            return hands.how_to_get()
        return _("{title} came from a file, and nobody is known to offer it. Import it again.").format(
            title=model.title
        )

    def import_from(self, path: Path, language: str = "") -> Generator[Progress, None, Model]:
        """Install a model from a zip file or a folder, without network; return what it is.

        One of the same name is replaced. `language` is needed where the name does not tell it. An add-on,
        which is run as code, is taken only as the very zip file that this build names.

        Raises:
            InputUnsupported: if it holds no model, or is not safe to unpack.
            OutputUnwritable: if there is no room.
        """
        title = path.name
        try:
            if path.is_dir():
                if hands.is_in_folder(path):
                    raise hands.only_as_zip(path)
                return (yield from self._import(unpacking.in_folder(path, title), path, language, None))
            if not zipfile.is_zipfile(path):
                raise _no_model(path)
            with unpacking.open_archive(path, title) as archive:
                if add_on_id := hands.id_in(archive):
                    model = hands.check(path, add_on_id)
                    return (yield from self._import_add_on(archive, path, model))
                found = yield from digests(path)
                bundle = unpacking.in_archive(archive, title)
                return (yield from self._import(bundle, path, language, found))
        except ModelDamaged as error:
            raise InputUnsupported(str(error)) from error
        except OSError as error:
            raise _no_model(path) from error

    def verify(self, model_id: str) -> Generator[Progress, None, None]:
        """Read every file of an installed model and compare it with what was installed.

        Raises:
            ModelMissing: if it is not installed.
            ModelDamaged: if a file has changed.
        """
        folder = self.path(model_id)
        yield from record.read(folder, model_id).verify(folder)

    def remove(self, model_id: str, forget: bool = False) -> None:
        """Delete an installed model, and what is left of fetching it.

        The SHA-256 seen at its first install is kept, unless `forget`.

        Raises:
            ModelMissing: if there is nothing to delete.
            OutputUnwritable: if it is in use or locked.
        """
        target, part = self._target(model_id), self._part(model_id)
        is_remembered = forget and model_id in self._first_seen()
        if not (target.is_dir() or part.path.exists() or is_remembered):
            raise ModelMissing(_("The model {id} is not on this computer.").format(id=model_id))
        with self._work_on(model_id):
            try:
                part.remove()
                if target.is_dir():
                    # Renamed first: nobody finds half a model.
                    target.rename(self._scratch(model_id))
            except OSError as error:
                raise _in_use(model_id, is_add_on=hands.is_in_folder(target)) from error
            if forget:
                self._remember({one: sha for one, sha in self._first_seen().items() if one != model_id})

    def refresh(self) -> Generator[Progress, None, None]:
        """Fetch the publishers' own lists of models and keep them.

        Raises:
            Interrupted: if a publisher cannot be reached; the lists at hand stay.
            ModelDamaged: if a list cannot be understood.
            OutputUnwritable: if it cannot be written.
        """
        yield from self._refresh(self._patience)
        yield Progress("done")

    def _refresh(self, patience: Patience) -> Iterator[Progress]:
        found: list[listing.Row] = []
        for publisher in self._shipped().publishers:
            found += yield from self._list_of(publisher, patience)
        self._write(self._published_file, listing.as_json(found))

    def _list_of(
        self, publisher: listing.Publisher, patience: Patience
    ) -> Generator[Progress, None, tuple[listing.Row, ...]]:
        title = _("The list of models")
        parcel = Parcel(title, (publisher.list_url,), limit_bytes=_LIST_BYTES)
        with self._work_on(f"list-{publisher.engine}"):
            part = Part(self._unfinished / f"list-{publisher.engine}.part")
            try:
                with network.allowed(parcel.hosts_to_open):
                    yield from download(parcel, part, patience)
                return listing.rows(part.path.read_bytes(), publisher)
            finally:
                part.remove()

    def _with_digest(self, model: Model) -> Generator[Progress, None, Model]:
        """Ask the publisher's list for a digest if none is known; go on without if it has none."""
        publisher = self._shipped().publisher(model.engine)
        if model.is_verifiable or publisher is None:
            return model
        try:
            # Nobody should wait long for what the download can do without.
            yield from self._refresh(replace(self._patience, tries=min(2, self._patience.tries)))
        except (ModelMissing, ModelDamaged) as error:
            yield Progress("connecting", notice=str(error))
        return next((one for one in self.catalogue() if one.id == model.id), model)

    def _unpack(self, archive_path: Path, model: Model, sha256: str, is_verified: bool) -> Iterator[Progress]:
        with unpacking.open_archive(archive_path, model.title) as archive:
            bundle = unpacking.in_archive(archive, model.title, is_add_on=model.is_add_on)
            yield from self._install(bundle, model, sha256, is_verified)
        if not model.is_add_on:  # of that the build itself knows the digest
            self._remember({model.id: sha256} | self._first_seen())

    def _import(
        self, bundle: unpacking.Bundle, path: Path, language: str, found: Digests | None
    ) -> Generator[Progress, None, Model]:
        model = self._named(bundle.top or path.stem, language, bundle.size_bytes)
        if model.is_add_on:
            # By its name alone: it does not look like one, and must not take the place of one.
            raise hands.only_as_zip(path) if path.is_dir() else hands.altered(path)
        is_verified = found is not None and _has_digest(model, found)
        with self._work_on(model.id):
            yield from self._install(bundle, model, found.sha256 if found else "", is_verified)
            self._part(model.id).remove()
        if found:
            self._remember({model.id: found.sha256} | self._first_seen())
        notice = ""
        if model.is_verifiable and found and not is_verified:
            notice = _("It is not the file its publisher names.")
        yield Progress("done", bundle.size_bytes, bundle.size_bytes, notice=notice)
        return model

    def _import_add_on(
        self, archive: zipfile.ZipFile, path: Path, model: Model
    ) -> Generator[Progress, None, Model]:
        found = yield from digests(path)
        if found.sha256 != model.sha256:
            raise hands.altered(path)
        bundle = unpacking.in_archive(archive, model.title, is_add_on=True)
        with self._work_on(model.id):
            yield from self._install(bundle, model, found.sha256, True)
            self._part(model.id).remove()
        yield Progress("done", bundle.size_bytes, bundle.size_bytes)
        return model

    def _named(self, model_id: str, language: str, size_bytes: int) -> Model:
        """Return the model an imported archive or folder is, by its name."""
        if not listing.SAFE_ID.fullmatch(model_id):
            raise InputUnsupported(
                _("A model's name may hold letters, digits, dots and dashes only. Rename it, then try again.")
            )
        known = next((one for one in self.catalogue() if one.id == model_id), None)
        if known:
            return known
        language = language or listing.language_in(model_id)
        if not language:
            raise InputUnsupported(
                _(
                    "The name {id} does not tell the model's language. Add it, such as `--language en`."
                ).format(id=model_id)
            )
        title = listing.title("vosk", listing.kind_in(model_id), language)
        return Model(model_id, title, "speech_to_text", "vosk", (language,), size_bytes)

    def _install(
        self, bundle: unpacking.Bundle, model: Model, sha256: str, is_verified: bool
    ) -> Iterator[Progress]:
        """Write the files beside their place, check them, and put them there in one step."""
        require(bundle.size_bytes, self.free_bytes(), model.title)
        # Within another folder, so that checks can call it by its name.
        fresh = self._scratch(model.id) / model.id
        yield Progress("unpacking", 0, bundle.size_bytes)
        manifest = yield from bundle.into(fresh, "unpacking")
        check_folder(model.engine, fresh)
        target = self._target(model.id)
        with writable(self.folder):
            record.Record(model, sha256, is_verified, manifest).write(fresh)
            if model.is_add_on:
                sizes = {name: size_bytes for name, (size_bytes, _sha256) in manifest.items()}
                add_on.seal(fresh, model.id, sha256, sizes)
            if target.exists():
                target.rename(self._scratch(model.id))
            fresh.rename(target)
        if model.is_add_on:
            # Signs are read from now on, also by a window that is open.
            add_on.activate()

    def _compare_with_first(self, model: Model, found: Digests) -> None:
        first = self._first_seen().get(model.id)
        # What a newer Sori may keep there instead is not ours to compare.
        if isinstance(first, str) and first != found.sha256 and not model.is_add_on:
            raise ModelDamaged(
                _(
                    "This is not the {title} that was first installed here, so it was deleted. "
                    "If you expect a new one, first run `sori models remove {id} --forget`."
                ).format(title=model.title, id=model.id)
            )

    def _needed(self, model: Model) -> int:
        if unpacked := hands.unpacked_bytes(model):
            return model.size_bytes + unpacked
        return model.size_bytes * (1 + _UNPACKED_RATIO)

    def _target(self, model_id: str) -> Path:
        if not listing.SAFE_ID.fullmatch(model_id):
            raise InputUnsupported(
                _("There is no model called {id}. `sori models list` shows the names.").format(id=model_id)
            )
        return self.folder / model_id

    def _scratch(self, model_id: str) -> Path:
        return self._unfinished / f"{model_id}.{uuid4().hex[:8]}.scratch"

    def _part(self, model_id: str) -> Part:
        return Part(self._unfinished / f"{model_id}.zip.part")

    @property
    def _unfinished(self) -> Path:
        return self.folder / _UNFINISHED

    @property
    def _published_file(self) -> Path:
        return self.folder / "published.json"

    @property
    def _first_seen_file(self) -> Path:
        return self.folder / "first-seen.json"

    def _shipped(self) -> listing.Catalogue:
        try:
            return listing.read(self._catalogue_file)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputUnsupported(
                _("The catalogue of models {file} cannot be read. Mend it, or install Sori again.").format(
                    file=self._catalogue_file
                )
            ) from error

    def _published(self) -> tuple[listing.Row, ...]:
        with suppress(OSError, UnicodeDecodeError):
            return listing.from_json(self._published_file.read_text(encoding="utf-8"))
        return ()

    def _stranger(self, model_id: str) -> Model:
        """Return what is installed and in no catalogue."""
        model = self._remembered(model_id)
        is_add_on = model.is_add_on or hands.is_in_folder(self._target(model_id))
        return hands.of_another_build(model) if is_add_on else model

    def _remembered(self, model_id: str) -> Model:
        with suppress(ModelDamaged):
            return record.read(self._target(model_id), model_id).model
        return Model(model_id, model_id, "speech_to_text", "vosk", (), 0)

    def _first_seen(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._first_seen_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _remember(self, seen: dict[str, Any]) -> None:
        self._write(self._first_seen_file, json.dumps(seen, indent=1))

    def _write(self, path: Path, text: str) -> None:
        new = path.with_name(path.name + ".new")
        with writable(self.folder):
            path.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(text, encoding="utf-8")
            new.replace(path)

    @contextmanager
    def _work_on(self, name: str) -> Iterator[None]:
        """Hold the lock of one model; when left, and when taken, clear away what lies around of it."""
        try:
            with locked(self._unfinished / f"{name}.lock", name):
                self._clear(name)
                try:
                    yield
                finally:
                    self._clear(name)
        finally:
            with suppress(OSError):  # not empty: others are at work, or a part waits to be taken up
                self._unfinished.rmdir()

    def _clear(self, name: str) -> None:
        for path in self._unfinished.glob(f"{name}.*.scratch"):
            shutil.rmtree(path, ignore_errors=True)
            if path.exists():
                logger.warning("could not delete all of %s", path.name)


def _has_digest(model: Model, found: Digests) -> bool:
    if model.sha256:
        return model.sha256 == found.sha256
    return bool(model.md5) and model.md5 == found.md5


def _fits(model: Model, engine: str, language: str) -> bool:
    return model.engine == engine and any(_base(tag) == _base(language) for tag in model.languages)


def _is_exact(model: Model, language: str) -> bool:
    return language.lower() in map(str.lower, model.languages)


def _base(tag: str) -> str:
    return tag.lower().partition("-")[0]


def _in_use(model_id: str, *, is_add_on: bool) -> OutputUnwritable:
    if is_add_on:
        sentence = _("The add-on {id} is in use or locked. Close Sori, then run `sori models remove {id}`.")
    else:
        sentence = _("The model {id} is in use or locked. Stop dictating, then remove it again.")
    return OutputUnwritable(sentence.format(id=model_id))


def _no_model(path: Path) -> InputUnsupported:
    return InputUnsupported(
        _("{name} is no zip file or folder of a model that can be read. Choose another.").format(
            name=path.name
        )
    )
