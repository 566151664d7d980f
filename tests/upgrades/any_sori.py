"""Write and read a user's files with the code of whichever version is on the path: `any_sori.py VERB PART…`.

Run by file name with the root of that version's tree on PYTHONPATH. `write` makes what `chosen.py` beside
this file holds, in the folders the environment names; `read` prints a line of JSON for each part; `change`
changes something in it, as a user would. It keeps to what the versions have in common.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import chosen

Json = Any


def settings_file() -> Any:
    from desktop import paths
    from desktop.settings import SettingsFile

    return SettingsFile(paths.settings_file())


def write_settings() -> None:
    from desktop.settings import Settings

    known = {field.name for field in fields(Settings)}
    values = {name: value for name, value in chosen.SETTINGS.items() if name in known}
    if "is_hand_still" not in known and "sign_hold_ms" in known and _shortest_hold():
        values["sign_hold_ms"] = chosen.SHORTEST_HOLD_ONCE
    settings_file().save(Settings(**values))


def _shortest_hold() -> int:
    from desktop import settings

    return int(settings.SHORTEST_HOLD_MS)


def read_settings() -> Json:
    return asdict(settings_file().load())


def change_settings() -> None:
    from dataclasses import replace

    file = settings_file()
    file.save(replace(file.load(), rate_wpm=90))


def history() -> Any:
    from desktop import paths
    from desktop.history import History

    return History(paths.history_file())


def write_history() -> None:
    one = history()
    for utterance in chosen.UTTERANCES:
        one.add(**utterance)
    one.close()


def write_crashed() -> None:
    """Leave the history as a process does that was killed: part of it is in SQLite's log."""
    one = history()
    for utterance in chosen.UTTERANCES:
        one.add(**utterance)
    os._exit(0)


def read_history() -> Json:
    one = history()
    found = [asdict(utterance) for utterance in one.search()]
    one.close()
    return found


def change_history() -> None:
    one = history()
    number = one.add("And one more.", said_at=1_790_000_030.0)
    one.mark_inserted(number)
    one.close()


def words_file() -> Path:
    from desktop import paths

    return paths.custom_words_file()


def write_words() -> None:
    from engines.writing import CustomWords
    from engines.writing.custom_words import CustomWord

    file = words_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(CustomWords(tuple(CustomWord(*pair) for pair in chosen.WORDS)).to_csv())


def read_words() -> Json:
    from engines.writing import CustomWords

    return [[one.heard, one.written] for one in CustomWords.from_csv(words_file().read_bytes()).entries]


def signs() -> Any:
    from platformdirs import user_data_dir

    from engines.sign_to_text.taught.store import TaughtSigns

    return TaughtSigns(Path(user_data_dir("sori", appauthor=False), "signs"))


def write_signs() -> None:
    from engines.sign_to_text.taught.example import Example

    store = signs()
    for name, count in chosen.SIGNS.items():
        store.add(name, [Example(*chosen.example(name, number)) for number in range(count)])
    store.export(store.folder.parent / "all.signs")


def read_signs() -> Json:
    return {
        sign.name: [float(example.hands[:, 0].sum()) for example in sign.examples] for sign in signs().signs()
    }


def change_signs() -> None:
    from engines.sign_to_text.taught.example import Example

    store = signs()
    store.rename("house", "home")
    store.add("안녕", [Example(*chosen.example("안녕", 9))])


def letters() -> Any:
    from engines.sign_to_text.fingerspelling.calibration import LetterExamples

    return LetterExamples(signs().folder)


def write_letters() -> None:
    from engines.hands import Hand, Point, Sight

    for number, (pack, letter, side) in enumerate(chosen.LETTERS):
        points = tuple(Point(*row) for row in chosen.hand(number))
        letters().add(pack, letter, [Sight(0.0, hands=(Hand(side, points),))])


def read_letters() -> Json:
    packs = sorted({pack for pack, _letter, _side in chosen.LETTERS})
    return {pack: letters().counts(pack) for pack in packs}


def change_letters() -> None:
    letters().delete("asl-digits", "7")


def write_models() -> None:
    """Install a model, keep a publisher's list, and be killed while another one is fetched."""
    from engines.models import ModelStore

    store = ModelStore()
    list(store.refresh())
    list(store.fetch(store.model(chosen.MODEL)))
    for step in store.fetch(store.model(chosen.PARTIAL)):
        if step.done_bytes == chosen.PARTIAL_BYTES:
            os._exit(0)


def read_models() -> Json:
    from engines.models import ModelStore

    store = ModelStore()
    return {
        model.id: {
            "trouble": store.trouble(model.id),
            "sha256": store.sha256(model.id),
            "is_verified": store.is_verified(model.id),
            "engine": model.engine,
        }
        for model in store.installed()
    }


def change_models() -> None:
    from engines.models import ModelStore

    ModelStore().remove(chosen.MODEL)


def main(verb: str, *parts: str) -> None:
    for part in parts:
        work: Callable[[], Json] = globals()[f"{verb}_{part}"]
        found = work()
        if verb == "read":
            print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
