"""Korean is complete and the compiled catalogue is current."""

import gettext
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from training import translations


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_string_is_translated_with_the_same_fields(language: str) -> None:
    assert translations.mistakes(language) == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_catalogue_that_ships_can_be_loaded(language: str) -> None:
    # GIVEN the catalogue as gettext reads it
    words = gettext.translation("sori", translations.TRANSLATIONS, [language])
    # THEN a string that start.py shows is found, and an unknown one comes back as it is
    assert words.gettext("Sori is set up.") != "Sori is set up."
    assert words.gettext("no such string") == "no such string"


def test_a_lost_field_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a catalogue in which one translation has lost its field
    source = translations.po_file("ko").read_text(encoding="utf-8")
    monkeypatch.setattr(translations, "TRANSLATIONS", tmp_path)
    translations.po_file("ko").parent.mkdir(parents=True)
    translations.po_file("ko").write_text(source.replace("검사 중: {group}", "검사 중"), encoding="utf-8")
    # WHEN it is checked
    found = translations.mistakes("ko")
    # THEN the string is named
    assert any("검사 중" in mistake and "{fields}" in mistake for mistake in found)


def test_update_keeps_translations_and_drops_what_left_the_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a catalogue with a string that the code no longer has
    source = translations.po_file("ko").read_text(encoding="utf-8")
    monkeypatch.setattr(translations, "TRANSLATIONS", tmp_path)
    translations.po_file("ko").parent.mkdir(parents=True)
    translations.po_file("ko").write_text(source + '\nmsgid "long gone"\nmsgstr "옛말"\n', encoding="utf-8")
    # WHEN it is updated
    translations.update()
    # THEN nothing is wrong with it any more, and updating again changes nothing
    assert translations.mistakes("ko") == []
    once = translations.po_file("ko").read_bytes()
    translations.update()
    assert translations.po_file("ko").read_bytes() == once


@pytest.mark.parametrize(
    ("known", "code", "kept"),
    [
        ("{count} page", ("{count} page", "{count} pages"), ("{count}쪽",)),
        (("{count} page", "{count} pages"), "{count} page", "{count}쪽"),
    ],
)
def test_a_string_that_becomes_plural_keeps_its_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: Any, code: Any, kept: Any
) -> None:
    # GIVEN a catalogue, and a string of it that has a plural now, or no longer has one
    monkeypatch.setattr(translations, "TRANSLATIONS", tmp_path)
    old, new = Catalog("ko"), Catalog()
    old.add(known, "{count}쪽" if isinstance(known, str) else ("{count}쪽",))
    new.add(code)
    monkeypatch.setattr(translations, "extract", lambda: new)
    translations.po_file("ko").parent.mkdir(parents=True)
    translations.po_file("ko").write_bytes(translations.as_po(old))
    # WHEN the catalogue is made true to the code THEN the translation is kept and can be written and read
    translations.po_file("ko").write_bytes(translations.as_po(translations.merged("ko")))
    (message,) = [one for one in translations.read("ko") if one.id]
    assert message.string == kept
    assert translations.compiled("ko")
