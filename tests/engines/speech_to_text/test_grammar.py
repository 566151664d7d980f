"""Grammars: JSGF and lists of phrases, understood or refused in a sentence."""

from itertools import pairwise

import pytest

from engines.errors import InputUnsupported
from engines.speech_to_text.grammar import Spoken, parsed

ORDERS = r"""#JSGF V1.0 UTF-8 en;
/* orders in
   a café */
grammar cafe;
// what may be said
public <order> = [please] <lead> (/2/ a {one} | /0.5/ "two big") <drink>+ ;
<lead> = give me | I'd like {polite \} indeed};
<drink> = (tea | Coffee) [with milk];
"""


def pairs(phrases: tuple[str, ...]) -> set[tuple[str, str]]:
    words = [["<s>", *phrase.split(), "</s>"] for phrase in phrases]
    return {pair for line in words for pair in pairwise(line)}


def test_a_list_of_phrases_stays_as_it_is() -> None:
    grammar = parsed("\ufeffNew line\n\n  select   all \nNew line\r\n확인 단추\n")
    assert grammar.as_phrases() == ("new line", "select all", "확인 단추")
    assert grammar.words == ("new", "line", "select", "all", "확인", "단추")


def test_marks_are_not_said() -> None:
    assert parsed("Open the door, please.\nAt 3 p.m. (or 24/7)!\n...").as_phrases() == (
        "open the door please",
        "at 3 p.m. or 24 7",
    )
    quoted = parsed('#JSGF V1.0; grammar g; public <g> = "one // two" | "/* three" | \\; four;')
    assert quoted.as_phrases() == ("one two", "three", "four")
    assert set(parsed(quoted.as_jsgf()).as_phrases()) == {"one two", "three", "four"}


def test_every_pair_of_neighbours_is_in_the_phrases_and_no_other() -> None:
    # WHEN JSGF with every kind of sign is turned into phrases
    phrases = parsed(ORDERS).as_phrases()
    # THEN these are the neighbours that the grammar allows
    assert pairs(phrases) == {
        *(("<s>", first) for first in ("please", "give", "i'd")),
        *(("please", "give"), ("please", "i'd"), ("give", "me"), ("i'd", "like")),
        *((lead, number) for lead in ("me", "like") for number in ("a", "two")),
        ("two", "big"),
        *((number, drink) for number in ("a", "big") for drink in ("tea", "coffee")),
        *((drink, after) for drink in ("tea", "coffee") for after in ("with", "tea", "coffee", "</s>")),
        *(("with", "milk"), ("milk", "tea"), ("milk", "coffee"), ("milk", "</s>")),
    }


def test_a_grammar_without_number_of_phrases_has_few() -> None:
    digits = (
        "#JSGF V1.0; grammar d; public <d> = <n>*; <n> = zero|one|two|three|four|five|six|seven|eight|nine;"
    )
    phrases = parsed(digits).as_phrases()
    assert len(pairs(phrases)) == 10 * 10 + 10 + 10
    assert len(phrases) <= 110


def test_several_public_rules_are_choices() -> None:
    grammar = parsed("#JSGF V1.0;\ngrammar g;\npublic <a> = one;\npublic <b> = two <NULL>;")
    assert grammar.as_phrases() == ("one", "two")
    assert "public <sori> = <r0> | <r1>;" in grammar.as_jsgf()
    # AND what is written can be read again
    assert parsed(grammar.as_jsgf()).as_phrases() == ("one", "two")


def test_choices_that_need_an_unknown_word_are_left_out() -> None:
    grammar = parsed(
        "#JSGF V1.0; grammar g; public <g> = make me <a> [now]; <a> = tea | xyzzy [hot] | <b>; <b> = xyzzy;"
    )
    assert grammar.without(["xyzzy"]).as_phrases() == ("make me tea", "make me tea now")
    assert grammar.without(["now"]).words == ("make", "me", "tea", "xyzzy", "hot")
    assert grammar.without(["make"]).public == ()


def test_what_was_written_can_be_read_again() -> None:
    grammar = parsed(ORDERS)
    again = parsed(grammar.as_jsgf())
    assert pairs(again.as_phrases()) == pairs(grammar.as_phrases())
    assert Spoken("tea") == Spoken("tea")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("\n \n", "empty"),
        ("#JSGF V1.0;", "no public rule"),
        ("#JSGF V1.0;\ngrammar g;\n<a> = one;", "no public rule"),
        ("#JSGF V1.0;\ngrammar g;\npublic <a> = (one;", "line 3"),
        ("#JSGF V1.0;\ngrammar g;\npublic <a> = one", "line 3"),
        ("#JSGF V1.0;\ngrammar g;\n\npublic a = one;", "line 4"),
        ("#JSGF V1.0;\ngrammar g;\npublic <a> = one };", "line 3"),
        ("#JSGF V1.0;\ngrammar g;\npublic <a> = <b>;", "b, which it does not define"),
        ("#JSGF V1.0;\ngrammar g;\nimport <other.*>;\npublic <a> = one;", "imports"),
        ("#JSGF V1.0;\ngrammar g;\npublic <a> = <NULL>;", "no word"),
        ("#JSGF V1.0;\ngrammar g;\npublic <a> = <VOID>;", "no word"),
        ("#JSGF V1.0;\ngrammar g;\npublic <a> = " + "(" * 5000 + "one" + ")" * 5000 + ";", "too deeply"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_a_sentence(text: str, part: str) -> None:
    with pytest.raises(InputUnsupported, match=part):
        parsed(text)


@pytest.mark.parametrize(
    ("rules", "part"),
    [
        ("public <a> = " + "[one] " * 300 + ";", "too big for Vosk"),
        (
            "public <r0> = <r1>; "
            + "".join(f"<r{n}> = [<r{n + 1}>];" for n in range(1, 999))
            + "<r999> = a;",
            "too deeply",
        ),
        ("public <a> = one [<a>];", "uses itself"),
        (
            "public <a> = <b> <b>; <b> = <c> <c>; <c> = " + " ".join(["one"] * 2000) + ";",
            "too big for Vosk",
        ),
    ],
)
def test_what_vosk_cannot_be_told_is_refused_in_a_sentence(rules: str, part: str) -> None:
    grammar = parsed(f"#JSGF V1.0; grammar g; {rules}")
    with pytest.raises(InputUnsupported, match=part):
        grammar.as_phrases()
