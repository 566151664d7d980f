"""Which models there are: those that Sori knows, and what the publishers' own lists add to them."""

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from engines.errors import ModelDamaged
from engines.models.model import Model
from engines.words import N_, _

SAFE_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""What may name a folder on every system."""

_ISO: Final = {"cn": "zh", "ua": "uk", "vn": "vi", "kz": "kk", "gr": "el", "jp": "ja"}
"""Language codes in Vosk's list that mean a country."""
_KINDS: Final = {
    # Translators: the name of a model: the engine, its language, and how big it is.
    "small": N_("{engine} {language}, small"),
    # Translators: the name of a middle-sized model: the engine and its language.
    "big-lgraph": N_("{engine} {language}, medium"),
    # Translators: the name of a big model: the engine and its language.
    "big": N_("{engine} {language}, large"),
}
_LANGUAGES: Final = {
    "en": N_("English"),
    "en-US": N_("English (US)"),
    "en-GB": N_("English (UK)"),
    "en-IN": N_("English (India)"),
    "ko": N_("Korean"),
}
_MD5: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Publisher:
    """Who makes an engine's models, and where the list of them is."""

    engine: str
    list_url: str


@dataclass(frozen=True)
class Mirror:
    """Somebody else who keeps an engine's models."""

    engine: str
    address: str
    """With `{id}` and `{language}`, the language without its country."""
    hosts: tuple[str, ...] = ()
    """Where the mirror sends us on to."""


@dataclass(frozen=True)
class Release:
    """A host that keeps releases of Sori, and where it sends us on to."""

    host: str
    hosts: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One model of a publisher's list, in our own terms."""

    engine: str
    id: str
    kind: str
    languages: tuple[str, ...]
    language_text: str
    size_bytes: int
    md5: str
    address: str
    is_obsolete: bool


@dataclass(frozen=True)
class Catalogue:
    """What a catalogue file says."""

    models: tuple[Model, ...]
    publishers: tuple[Publisher, ...]
    mirrors: tuple[Mirror, ...]
    releases: tuple[Release, ...] = ()

    def released(self, model: Model) -> Model:
        """Return a model that is published with Sori's releases, with the hosts it may be sent on from."""
        return replace(model, hosts=(*model.hosts, *self.sent_on_to(model.urls)))

    def sent_on_to(self, urls: Iterable[str]) -> tuple[str, ...]:
        """Return the hosts on which those of these addresses that keep releases have the files themselves."""
        asked = {urlsplit(url).hostname for url in urls}
        return tuple(host for one in self.releases if one.host in asked for host in one.hosts)

    def merged(self, rows: Iterable[Row]) -> tuple[Model, ...]:
        """Return our models with the newest digests, then the publishers' other models; mirrors added."""
        published = {row.id: row for row in rows}
        ours = [_renewed(model, published.pop(model.id, None)) for model in self.models]
        others = sorted(map(_as_model, published.values()), key=lambda one: (one.is_obsolete, one.title))
        return tuple(self._mirrored(model) for model in (*ours, *others))

    def publisher(self, engine: str) -> Publisher | None:
        """Return who publishes an engine's models, if its list is known."""
        return next((one for one in self.publishers if one.engine == engine), None)

    def _mirrored(self, model: Model) -> Model:
        mirrors = [one for one in self.mirrors if one.engine == model.engine]
        if not (model.is_verifiable and model.languages and mirrors):
            return model
        language = model.languages[0].partition("-")[0]
        addresses = tuple(one.address.format(id=model.id, language=language) for one in mirrors)
        hosts = tuple(host for one in mirrors for host in one.hosts)
        return replace(model, urls=(*model.urls, *addresses), hosts=(*model.hosts, *hosts))


def read(path: Path) -> Catalogue:
    """Read a catalogue file (resources/models/catalogue.toml shows what it holds)."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return Catalogue(
        tuple(_ours(one) for one in content.get("models", ())),
        tuple(Publisher(**one) for one in content.get("publishers", ())),
        tuple(
            Mirror(one["engine"], one["address"], tuple(one.get("hosts", ())))
            for one in content.get("mirrors", ())
        ),
        tuple(Release(one["host"], tuple(one["hosts"])) for one in content.get("releases", ())),
    )


def rows(data: bytes, publisher: Publisher) -> tuple[Row, ...]:
    """Return the usable models of a publisher's list.

    Raises:
        ModelDamaged: if it is no such list.
    """
    try:
        listed = json.loads(data)
    except (ValueError, RecursionError):
        listed = None
    host = urlsplit(publisher.list_url).hostname
    found = [_row(one, publisher.engine) for one in listed] if isinstance(listed, list) else []
    usable = tuple(row for row in found if row and urlsplit(row.address).hostname == host)
    if not usable:
        raise ModelDamaged(
            _("The publisher's list of models could not be understood. The known models stay; try later.")
        )
    return usable


def as_json(given: Iterable[Row]) -> str:
    """Return rows as they are kept on disk."""
    return json.dumps({"version": 1, "rows": [asdict(row) for row in given]}, ensure_ascii=False, indent=1)


def from_json(text: str) -> tuple[Row, ...]:
    """Return the rows that `as_json` wrote; none if the text is damaged: the list can be had again."""
    try:
        kept = json.loads(text)["rows"]
        return tuple(_kept_row(one) for one in kept)
    except (ValueError, KeyError, TypeError):
        return ()


def _kept_row(entry: dict[str, Any]) -> Row:
    """Return one row; what a newer Sori may have written beside it is passed over."""
    known = {field.name: entry[field.name] for field in fields(Row)}
    return Row(**{**known, "languages": tuple(known["languages"])})


def title(engine: str, kind: str, language: str, language_text: str = "", variant: str = "") -> str:
    """Return a model's name for people, in the interface language."""
    named = _(_LANGUAGES[language]) if language in _LANGUAGES else language_text or language
    template = _(_KINDS[kind]) if kind in _KINDS else "{engine} {language}"
    name = template.format(engine=engine.capitalize(), language=named)
    return f"{name} ({variant})" if variant else name


def language_tag(code: str) -> str:
    """Return the language tag for a publisher's own code: `en-us` is `en-US`, `cn` is `zh`."""
    language, _dash, country = code.lower().partition("-")
    language = _ISO.get(language, language)
    return f"{language}-{country.upper()}" if country else language


def language_in(model_id: str) -> str:
    """Return the language tag that a Vosk model's name tells, or an empty string."""
    told = re.match(r"vosk-model-(?:small-)?([a-z]{2}(?:-[a-z]{2})?)(?:-|$)", model_id)
    return language_tag(told[1]) if told else ""


def kind_in(model_id: str) -> str:
    """Return the kind of `small`, `big-lgraph` and `big` that a Vosk model's name tells."""
    if "-small-" in model_id:
        return "small"
    return "big-lgraph" if model_id.endswith("-lgraph") else "big"


def _ours(entry: dict[str, Any]) -> Model:
    languages = tuple(entry["languages"])
    return Model(
        id=entry["id"],
        title=title(entry["engine"], entry["kind"], languages[0], variant=entry.get("variant", "")),
        task="speech_to_text",
        engine=entry["engine"],
        languages=languages,
        size_bytes=entry["size_bytes"],
        licence=entry["licence"],
        accuracy=entry.get("accuracy", ""),
        accuracy_source=entry.get("accuracy_source", ""),
        accuracy_unit=entry.get("accuracy_unit", "words"),
        urls=(entry["address"],),
        hosts=tuple(entry.get("hosts", ())),
        md5=entry.get("md5", ""),
        sha256=entry.get("sha256", ""),
    )


def _as_model(row: Row) -> Model:
    return Model(
        id=row.id,
        title=title(row.engine, row.kind, row.languages[0], row.language_text),
        task="speech_to_text",
        engine=row.engine,
        languages=row.languages,
        size_bytes=row.size_bytes,
        urls=(row.address,),
        md5=row.md5,
        is_obsolete=row.is_obsolete,
    )


def _renewed(model: Model, row: Row | None) -> Model:
    """Take size and digest from the publisher's list, which is newer than our catalogue."""
    if row is None:
        return model
    renewed = replace(model, size_bytes=row.size_bytes or model.size_bytes, is_obsolete=row.is_obsolete)
    if not row.md5 or row.md5 == model.md5:
        return renewed
    # Another archive than the one our SHA-256 was taken of, unless we knew no MD5.
    return replace(renewed, md5=row.md5, sha256="" if model.md5 else model.sha256)


def _row(entry: object, engine: str) -> Row | None:
    """Return one entry of Vosk's list in our terms; None if it is damaged or no model of speech."""
    if not isinstance(entry, dict):
        return None
    name, code, kind, address, md5 = (
        str(entry.get(key, "")) for key in ("name", "lang", "type", "url", "md5")
    )
    size_bytes = entry.get("size", 0)
    is_usable = SAFE_ID.fullmatch(name) and re.fullmatch(r"[a-z]{2,3}(-[a-z]{2})?", code) and kind in _KINDS
    if not is_usable or not isinstance(size_bytes, int) or size_bytes < 0:
        return None
    return Row(
        engine=engine,
        id=name,
        kind=kind,
        languages=(language_tag(code),),
        language_text="".join(filter(str.isprintable, str(entry.get("lang_text", ""))))[:60],
        size_bytes=size_bytes,
        md5=md5.lower() if _MD5.fullmatch(md5.lower()) else "",
        address=address,
        is_obsolete=str(entry.get("obsolete", "")).lower() == "true",
    )
