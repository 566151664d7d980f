"""What was taught is never lost: not by a crash, a full disk or a damaged file; and it goes when it must."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engines.errors import InputUnsupported, OutputUnwritable
from engines.sign_to_text.taught.landmark_file import MOST_EXAMPLES, TaughtSign, packed
from engines.sign_to_text.taught.store import Clash, TaughtSigns, read_signs
from tests.engines.sign_to_text.taught.signer import HELLO, HOUSE, NAME, Signer

TEACH_FOR_EVER = """
import sys
from pathlib import Path
from engines.sign_to_text.taught.store import TaughtSigns
from tests.engines.sign_to_text.taught.signer import HELLO, Signer
signs, example = TaughtSigns(Path(sys.argv[1])), Signer(1).example(HELLO)
for number in range(1_000_000):
    signs.add("word", [example]) if number % 9 == 0 else signs.record_again("word", [example] * (number % 9))
    signs.delete("word") if number % 9 == 8 else None
    signs.add(f"kept {number}", [example])
    print(number, flush=True)
"""
TEACH_UNTIL_FULL = """
import resource, sys
from pathlib import Path
from engines.errors import OutputUnwritable
from engines.sign_to_text.taught.store import TaughtSigns
from tests.engines.sign_to_text.taught.signer import HELLO, Signer
signs, example = TaughtSigns(Path(sys.argv[1])), Signer(1).example(HELLO, 3.0)
signs.add("hello", [example])
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
for _number in range(9):
    try:
        signs.add("hello", [example])
    except OutputUnwritable as error:
        print(len(signs.sign("hello").examples), error)
        break
resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))
try:
    signs.export(Path(sys.argv[2]))
except OutputUnwritable as error:
    print(error)
"""


@pytest.fixture
def signs(tmp_path: Path) -> TaughtSigns:
    return TaughtSigns(tmp_path / "data" / "signs")


def test_a_sign_comes_back_as_it_was_shown(signs: TaughtSigns) -> None:
    # GIVEN a signer, and a folder that is not there yet
    signer = Signer(1)
    one, other, two_handed = signer.example(HELLO), signer.example(HELLO), signer.example(HOUSE)
    assert signs.signs() == ()
    # WHEN signs are taught, one of them twice, under names of any language
    signs.add("안녕", [one])
    signs.add("  my   house ", [two_handed])
    signs.add("안녕", [other])
    # THEN they are there by name with every point as it was
    found = TaughtSigns(signs.folder).signs()
    assert [(sign.name, len(sign.examples)) for sign in found] == [("my house", 1), ("안녕", 2)]
    np.testing.assert_array_equal(found[1].examples[1].hands, other.hands)
    np.testing.assert_array_equal(found[0].examples[0].body, two_handed.body)
    np.testing.assert_array_equal(found[0].examples[0].seconds, two_handed.seconds)


def test_only_landmarks_are_kept_and_only_for_the_user(signs: TaughtSigns) -> None:
    signs.add("hello", [Signer(1).example(HELLO)])
    (file,) = signs.folder.glob("*.signs")
    assert file.stat().st_size < 60_000
    assert stat.S_IMODE(signs.folder.stat().st_mode) == 0o700
    assert "hello" not in file.name


def test_one_name_is_one_sign_however_it_is_typed(signs: TaughtSigns) -> None:
    # GIVEN a sign of a composed name
    example = Signer(1).example(HELLO)
    signs.add("Café", [example])
    # WHEN it is taught again under the same name, decomposed and in other letters
    signs.add("CAFE\u0301", [example])
    # THEN it is the same sign
    assert [(sign.name, len(sign.examples)) for sign in signs.signs()] == [("Café", 2)]


@pytest.mark.parametrize("name", ["", "   ", "a\x00b", "\u202egnp", "x" * 61])
def test_a_name_that_cannot_be_shown_is_refused(signs: TaughtSigns, name: str) -> None:
    with pytest.raises(InputUnsupported, match="name"):
        signs.add(name, [Signer(1).example(HELLO)])
    assert signs.signs() == ()


def test_a_name_may_look_like_a_path_and_leads_nowhere(signs: TaughtSigns, tmp_path: Path) -> None:
    signs.add("../../outside", [Signer(1).example(HELLO)])
    assert signs.sign("../../outside").name == "../../outside"
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_ten_examples_are_enough(signs: TaughtSigns) -> None:
    # GIVEN a sign with as many examples as it takes
    example = Signer(1).example(HELLO)
    signs.add("hello", [example] * MOST_EXAMPLES)
    # WHEN one more is shown
    with pytest.raises(InputUnsupported, match="11 examples, and 10 are enough"):
        signs.add("hello", [example])
    # THEN it has what it had
    assert len(signs.sign("hello").examples) == MOST_EXAMPLES


def test_a_sign_is_renamed_recorded_again_and_forgotten(signs: TaughtSigns) -> None:
    # GIVEN two signs
    signer = Signer(1)
    signs.add("one", [signer.example(HELLO), signer.example(HELLO)])
    signs.add("two", [signer.example(NAME)])
    # WHEN the first gets another name, and another example in place of its own
    with pytest.raises(InputUnsupported, match="“two” already"):
        signs.rename("one", "TWO")
    signs.rename("one", "하나")
    again = signer.example(HELLO)
    signs.record_again("하나", [again])
    # THEN it has that
    (only,) = signs.sign("하나").examples
    np.testing.assert_array_equal(only.hands, again.hands)
    assert signs.find("one") is None
    # WHEN it is forgotten, THEN only the other is left
    signs.delete("하나")
    assert [sign.name for sign in signs.signs()] == ["two"]
    with pytest.raises(InputUnsupported, match="no taught sign “하나”"):
        signs.delete("하나")


def test_a_sign_goes_with_its_last_example(signs: TaughtSigns) -> None:
    signer = Signer(1)
    first, second = signer.example(HELLO), signer.example(HELLO)
    signs.add("hello", [first, second])
    left = signs.delete_example("hello", 0)
    assert left is not None
    np.testing.assert_array_equal(left.examples[0].hands, second.hands)
    assert signs.delete_example("hello", 0) is None
    assert signs.signs() == ()


def test_forgetting_all_leaves_no_landmark(signs: TaughtSigns) -> None:
    signs.delete_all()
    signs.add("hello", [Signer(1).example(HELLO)])
    (signs.folder / "damaged.signs").write_bytes(b"half a file")
    signs.delete_all()
    assert list(signs.folder.iterdir()) == []


def test_a_damaged_file_is_told_of_and_does_not_hide_the_others(signs: TaughtSigns) -> None:
    # GIVEN a sign, and beside it a file that was cut off and one of a newer Sori
    signs.add("hello", [Signer(1).example(HELLO)])
    (file,) = signs.folder.glob("*.signs")
    (signs.folder / "cut.signs").write_bytes(file.read_bytes()[:500])
    # THEN the sign is there, the damaged file is told of and left alone
    assert [sign.name for sign in signs.signs()] == ["hello"]
    assert [sentence.split()[0] for sentence in signs.troubles()] == ["cut.signs"]
    signs.add("more", [Signer(1).example(NAME)])
    assert (signs.folder / "cut.signs").exists()


def test_signs_go_to_another_computer_in_one_file(signs: TaughtSigns, tmp_path: Path) -> None:
    # GIVEN two signs that are exported
    signer = Signer(1)
    signs.add("안녕", [signer.example(HELLO), signer.example(HELLO)])
    signs.add("name", [signer.example(NAME)])
    file = tmp_path / "mine.signs"
    signs.export(file)
    # WHEN another Sori takes them in
    other = TaughtSigns(tmp_path / "other")
    other.import_from(file, lambda name: pytest.fail(f"{name} is not taken"))
    # THEN it knows them just as well
    assert [(sign.name, len(sign.examples)) for sign in other.signs()] == [("name", 1), ("안녕", 2)]
    # AND one sign alone can be exported too
    signs.export(file, ["name"])
    assert [sign.name for sign in read_signs(file)] == ["name"]


def test_nothing_cannot_be_exported(signs: TaughtSigns, tmp_path: Path) -> None:
    with pytest.raises(InputUnsupported, match="no taught signs"):
        signs.export(tmp_path / "mine.signs")
    assert not (tmp_path / "mine.signs").exists()


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        ("keep", [("hello", 1), ("name", 1)]),
        ("replace", [("hello", 2), ("name", 1)]),
        ("both", [("hello", 1), ("Hello (2)", 2), ("name", 1)]),
    ],
)
def test_a_name_that_is_taken_is_never_overwritten_unasked(
    signs: TaughtSigns, tmp_path: Path, choice: Clash, left: list[tuple[str, int]]
) -> None:
    # GIVEN a file with a sign whose name is taken, and another
    signer, file = Signer(1), tmp_path / "theirs.signs"
    hello = TaughtSign("Hello", (signer.example(HELLO), signer.example(HELLO)))
    file.write_bytes(packed([hello, TaughtSign("name", (signer.example(NAME),))]))
    signs.add("hello", [signer.example(HELLO)])
    # WHEN it is imported, and the caller chooses
    asked: list[str] = []

    def ask(name: str) -> Clash:
        asked.append(name)
        return choice

    signs.import_from(file, ask)
    # THEN only the taken name was asked for, and what was chosen happened
    assert asked == ["hello"]
    assert signs.clashes(file) == ("Hello", "name")
    found = [(sign.name, len(sign.examples)) for sign in signs.signs()]
    assert [(name.casefold(), count) for name, count in found] == [
        (name.casefold(), count) for name, count in left
    ]


def test_an_import_that_is_called_off_changes_nothing(signs: TaughtSigns, tmp_path: Path) -> None:
    # GIVEN a file whose second sign's name is taken
    signer, file = Signer(1), tmp_path / "theirs.signs"
    example = signer.example(HELLO)
    file.write_bytes(packed([TaughtSign("new", (example,)), TaughtSign("taken", (example, example))]))
    signs.add("taken", [example])

    # WHEN the one who is asked says no to all of it
    def call_off(name: str) -> Clash:
        raise InputUnsupported(name)

    with pytest.raises(InputUnsupported, match="taken"):
        signs.import_from(file, call_off)
    # THEN not even the new one is there
    assert [(sign.name, len(sign.examples)) for sign in signs.signs()] == [("taken", 1)]


def test_a_crash_loses_nothing_that_was_taught(tmp_path: Path) -> None:
    # GIVEN a process that teaches, records again and forgets as fast as it can
    with subprocess.Popen(
        [sys.executable, "-c", TEACH_FOR_EVER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        # WHEN it is killed amid it
        for line in process.stdout:
            if int(line) >= 8:
                os.kill(process.pid, signal.SIGKILL)
                break
        last = max([8, *map(int, process.stdout.read().split())])
    # THEN everything that was done before is there, and the folder works on
    signs = TaughtSigns(tmp_path)
    assert signs.troubles() == ()
    assert {f"kept {number}" for number in range(last + 1)} <= {sign.name for sign in signs.signs()}
    signs.add("after", [Signer(1).example(HELLO)])
    assert not list(tmp_path.glob(".*.part"))


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    # GIVEN a disk that takes no file of more than 60 kB, and an export from before
    export = tmp_path / "mine.signs"
    export.write_bytes(b"from before")
    # WHEN examples are added until it is full, and then exported
    answer = subprocess.run(
        [sys.executable, "-c", TEACH_UNTIL_FULL, str(tmp_path / "signs"), str(export)],
        capture_output=True,
        text=True,
        check=True,
    )
    # THEN what fitted is there, the sentences say so, and nothing half written is left
    teaching, exporting = answer.stdout.splitlines()
    kept, sentence = teaching.split(maxsplit=1)
    assert sentence.startswith(f"Nothing can be written to {tmp_path / 'signs'}. Make room there")
    assert exporting.startswith("mine.signs could not be written")
    assert export.read_bytes() == b"from before"
    assert len(TaughtSigns(tmp_path / "signs").sign("hello").examples) == int(kept) >= 1
    assert not list(tmp_path.glob("**/.*.part"))


def test_a_folder_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    # GIVEN a file where the folder should be
    (tmp_path / "signs").write_text("")
    # WHEN, THEN
    (sentence,) = TaughtSigns(tmp_path / "signs").troubles()
    assert sentence.startswith("signs cannot be read")
    assert not TaughtSigns(tmp_path / "none").troubles()


def test_a_folder_that_may_not_be_written_to_is_told_of(tmp_path: Path) -> None:
    # GIVEN a file where the folder should be
    (tmp_path / "signs").write_text("not a folder")
    with pytest.raises(OutputUnwritable):
        TaughtSigns(tmp_path / "signs").add("hello", [Signer(1).example(HELLO)])


def test_two_windows_may_teach_at_once(tmp_path: Path) -> None:
    # GIVEN two processes that add examples to one sign, and signs of their own
    script = """
import sys
from pathlib import Path
from engines.sign_to_text.taught.store import TaughtSigns
from tests.engines.sign_to_text.taught.signer import HELLO, Signer
signs, example = TaughtSigns(Path(sys.argv[1])), Signer(1).example(HELLO)
for number in range(4):
    signs.add("shared", [example])
    signs.add(f"{sys.argv[2]} {number}", [example])
"""
    both = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path), name], stderr=subprocess.PIPE)
        for name in ("a", "b")
    ]
    for process in both:
        _out, errors = process.communicate()
        assert process.returncode == 0, errors
    # THEN none has undone what the other did
    signs = TaughtSigns(tmp_path)
    assert len(signs.sign("shared").examples) == 8
    assert len(signs.signs()) == 9
