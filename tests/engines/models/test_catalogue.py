"""The catalogue tells the truth about itself, and publishers' lists are read with suspicion."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest

from engines import resource, words
from engines.errors import ModelDamaged
from engines.models import Interrupted, ModelStore, Patience, catalogue, size
from engines.spec import TASKS
from tests.model_server import LIST, MODEL, ModelServer, catalogue_file, published, serving, vosk_zip

ADDRESS: Final = "https://models.example"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as one:
        yield one


def shipped() -> catalogue.Catalogue:
    return catalogue.read(resource.path("models", "catalogue.toml"))


def test_every_model_that_ships_in_the_catalogue_is_complete() -> None:
    # GIVEN the catalogue
    models = shipped().models
    # THEN each model has what a person must know before fetching it
    assert len({model.id for model in models}) == len(models) >= 5
    assert len({model.title for model in models}) == len(models)
    for model in models:
        assert catalogue.SAFE_ID.fullmatch(model.id)
        assert model.task in TASKS
        assert model.languages
        assert model.licence
        assert model.size_bytes > 1_000_000
        assert bool(model.accuracy) == bool(model.accuracy_source)
        assert all(urlsplit(url).scheme == "https" for url in model.urls)
    assert {tag.partition("-")[0] for model in models for tag in model.languages} == {"en", "ko"}


def test_the_offer_reads_as_one_would_ask() -> None:
    small = next(one for one in shipped().models if one.id == "vosk-model-small-en-us-0.15")
    assert small.offer == "Vosk English (US), small, 41 MB, Apache-2.0"
    assert small.accuracy_sentence.startswith("Wrong words: LibriSpeech")


def test_mirrors_are_added_only_where_a_digest_is_known() -> None:
    for model in shipped().merged(()):
        assert (len(model.urls) > 1) == model.is_verifiable


def listed(**changes: object) -> tuple[catalogue.Row, ...]:
    publisher = catalogue.Publisher("vosk", f"{ADDRESS}/list.json")
    return catalogue.rows(published(f"{ADDRESS}/a.zip", vosk_zip(), **changes), publisher)


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("en-us", "en-US"),
        ("cn", "zh"),
        ("ua", "uk"),
        ("vn", "vi"),
        ("kz", "kk"),
        ("ko", "ko"),
        ("en-in", "en-IN"),
    ],
)
def test_languages_become_what_the_rest_of_the_world_calls_them(code: str, tag: str) -> None:
    assert listed(lang=code)[0].languages == (tag,)


@pytest.mark.parametrize(
    ("said", "is_obsolete"), [("true", True), ("false", False), (True, True), (False, False), ("", False)]
)
def test_obsolete_is_a_string(said: object, is_obsolete: bool) -> None:
    assert listed(obsolete=said)[0].is_obsolete is is_obsolete


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "../evil"},
        {"name": ""},
        {"name": "a" * 200},
        {"lang": "american"},
        {"lang": 5},
        {"type": "spk"},
        {"size": "big"},
        {"size": -1},
        {"url": "https://elsewhere.example/a.zip"},
        {"url": None},
    ],
)
def test_unusable_rows_are_passed_over(changes: dict[str, object]) -> None:
    with pytest.raises(ModelDamaged):
        listed(**changes)


def test_a_damaged_digest_is_none() -> None:
    assert listed(md5="abc")[0].md5 == ""


def test_what_the_publisher_says_is_newer_than_what_ships() -> None:
    # GIVEN a model we know with both digests
    known = next(one for one in shipped().models if one.sha256)
    row = catalogue.Row("vosk", known.id, "small", ("ko",), "Korean", 7, "0" * 32, known.urls[0], True)
    # WHEN its publisher names another digest
    merged = {one.id: one for one in shipped().merged([row])}[known.id]
    # THEN that counts, and our SHA-256 is of another file
    assert (merged.md5, merged.sha256, merged.size_bytes) == ("0" * 32, "", 7)
    assert merged.is_obsolete
    assert merged.licence == known.licence


def test_refreshing_brings_models_we_do_not_know(server: ModelServer, tmp_path: Path) -> None:
    # GIVEN a publisher's list with a Kazakh model
    address = server.url("/kz.zip")
    rows = json.loads(
        published(address, vosk_zip(), name="vosk-model-small-kz-0.15", lang="kz", lang_text="Kazakh")
    )
    rows += json.loads(published(server.url("/b.zip"), vosk_zip(2)))
    server.put(LIST, json.dumps(rows).encode())
    store = ModelStore(
        tmp_path / "models", catalogue_file(tmp_path, server.url("/b.zip"), list_url=server.url(LIST))
    )
    # WHEN it is refreshed
    steps = list(store.refresh())
    # THEN the list is kept for the next start, and its models come after ours
    assert steps[-1].stage == "done"
    models = ModelStore(store.folder, tmp_path / "catalogue.toml").catalogue()
    assert [(one.id, one.languages, one.title) for one in models] == [
        (MODEL, ("en-US",), "Vosk English (US), small"),
        ("vosk-model-small-kz-0.15", ("kk",), "Vosk Kazakh, small"),
    ]
    assert models[0].is_verifiable
    assert models[1].offer.endswith("licence unknown")
    assert {path.name for path in store.folder.iterdir()} == {"published.json"}


@pytest.mark.parametrize("content", [b"", b"[", b"{}", b"[[[[", b"[" * 100_000, bytes(5_000_000)])
def test_a_useless_list_keeps_the_one_before(server: ModelServer, tmp_path: Path, content: bytes) -> None:
    # GIVEN a list that was refreshed once
    server.put(LIST, published(server.url("/b.zip"), vosk_zip()))
    store = ModelStore(
        tmp_path / "models", catalogue_file(tmp_path, server.url("/b.zip"), list_url=server.url(LIST))
    )
    list(store.refresh())
    # WHEN the publisher sends rubbish
    server.put(LIST, content)
    with pytest.raises(ModelDamaged):
        list(store.refresh())
    # THEN what was known stays
    assert store.model(MODEL).is_verifiable
    assert {path.name for path in store.folder.iterdir()} == {"published.json"}


def test_without_a_connection_the_list_stays(tmp_path: Path) -> None:
    file = catalogue_file(tmp_path, f"{ADDRESS}/a.zip", list_url="http://127.0.0.1:9/list.json")
    store = ModelStore(tmp_path / "models", file, Patience(1, 1, 2, 0.01))
    with pytest.raises(Interrupted):
        list(store.refresh())
    assert len(store.catalogue()) == 1


def test_a_damaged_kept_list_is_as_none(tmp_path: Path) -> None:
    store = ModelStore(tmp_path, catalogue_file(tmp_path, f"{ADDRESS}/a.zip"))
    for content in ("{", "[]", '{"rows": [{}]}', '{"rows": 3}', '{"rows": [{"languages": 3}]}'):
        (tmp_path / "published.json").write_text(content)
        assert [one.id for one in store.catalogue()] == [MODEL]


def test_an_organisation_can_name_its_own_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SORI_MODEL_CATALOGUE", str(catalogue_file(tmp_path, f"{ADDRESS}/a.zip")))
    assert [one.id for one in ModelStore(tmp_path / "models").catalogue()] == [MODEL]


def test_titles_follow_the_interface_language(tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    words.use("ko")
    titles = [one.title for one in store.catalogue()]
    words.use("en")
    assert len(set(titles)) == len(titles)


def test_sizes_read_well() -> None:
    assert [size(one) for one in (0, 900, 41_205_931, 1_913_365_522)] == [
        "0 bytes",
        "900 bytes",
        "41 MB",
        "1.9 GB",
    ]


def test_what_to_offer_to_somebody_without_a_model(tmp_path: Path) -> None:
    # GIVEN the catalogue that ships
    store = ModelStore(tmp_path)
    # THEN the small ones are suggested, and the British one to who asks for it
    suggested = {tag: store.suggest("vosk", tag) for tag in ("en", "en-GB", "ko", "ko-KR", "fr")}
    assert {tag: model and model.id for tag, model in suggested.items()} == {
        "en": "vosk-model-small-en-us-0.15",
        "en-GB": "vosk-model-small-en-gb-0.15",
        "ko": "vosk-model-small-ko-0.22",
        "ko-KR": "vosk-model-small-ko-0.22",
        "fr": None,
    }
    assert store.suggest("pocketsphinx", "en") is None
