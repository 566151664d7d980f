"""Writes the man pages from the parsers of the commands, in English and Korean."""

import argparse
from collections.abc import Iterator
from typing import Any, Final

from desktop import VERSION
from engines import words
from releasing.edition import ROOT

TEMPLATES: Final = ROOT / "packaging" / "linux" / "man"
PAGES: Final = ("sori", "sori-desktop")
_KOREAN: Final = {
    argparse._HelpAction: "이 도움말을 보여 주고 끝냅니다",
    argparse._VersionAction: "버전을 보여 주고 끝냅니다",
}
"""What argparse itself says in English only."""


def page(name: str, language: str, date: str, share: str = "/usr/share") -> str:
    """Return the roff source of one page.

    Args:
        name: One of `PAGES`.
        language: One of `words.LANGUAGES`.
        date: Such as 2026-11-25.
        share: The folder in which the package's shared files will be.
    """
    before = words.interface_language()
    words.use(language)
    try:
        parser = _parser(name)
        parts = {
            "@DATE@": date,
            "@VERSION@": VERSION,
            "@SHARE@": _plain(share),
            "@USAGE@": _usage(parser),
            "@OPTIONS@": "\n".join(_arguments(parser, language)),
            "@COMMANDS@": "\n".join(_commands(parser, language)),
        }
    finally:
        words.use(before)
    suffix = "" if language == "en" else f".{language}"
    text = (TEMPLATES / f"{name}{suffix}.1.in").read_text(encoding="utf-8")
    for mark, content in parts.items():
        text = text.replace(mark, content)
    return text


def _parser(name: str) -> argparse.ArgumentParser:
    if name == "sori":
        from desktop import cli

        return cli.parser()
    # Qt is loaded for this one.
    from desktop import __main__ as window

    return window.parser()


def subcommands(parser: argparse.ArgumentParser) -> Iterator[tuple[argparse.ArgumentParser, str]]:
    """Yield each command below `parser` with its line of help, the commands of commands after it."""
    for group in _groups(parser):
        helps = {choice.dest: choice.help or "" for choice in group._choices_actions}
        for name, below in group.choices.items():
            yield below, helps.get(name, "")
            yield from subcommands(below)


def _groups(parser: argparse.ArgumentParser) -> "Iterator[argparse._SubParsersAction[Any]]":
    yield from (one for one in parser._actions if isinstance(one, argparse._SubParsersAction))


def _commands(parser: argparse.ArgumentParser, language: str) -> Iterator[str]:
    for command, help_line in subcommands(parser):
        yield f'.SS "{_plain(command.prog)}"'
        yield _usage(command)
        yield ".PP"
        yield _text(help_line)
        yield from _arguments(command, language)


def _usage(parser: argparse.ArgumentParser) -> str:
    formatter = _formatter(parser)
    formatter.add_usage(None, parser._actions, parser._mutually_exclusive_groups, prefix="")
    arguments = formatter.format_help().strip().removeprefix(parser.prog).strip()
    return f".B {_plain(parser.prog)}\n{_plain(arguments)}".rstrip()


def _arguments(parser: argparse.ArgumentParser, language: str) -> Iterator[str]:
    formatter = _formatter(parser)
    for action in parser._actions:
        if action.help == argparse.SUPPRESS or isinstance(action, argparse._SubParsersAction):
            continue
        yield ".TP"
        yield f".B {_plain(formatter._format_action_invocation(action))}"
        yield _text(_help(formatter, action, language))


def _help(formatter: argparse.HelpFormatter, action: argparse.Action, language: str) -> str:
    if language == "ko" and type(action) in _KOREAN:
        return _KOREAN[type(action)]
    return formatter._expand_help(action) if action.help else ""


def _formatter(parser: argparse.ArgumentParser) -> argparse.HelpFormatter:
    # Wide, so that roff alone decides where lines break.
    return argparse.HelpFormatter(parser.prog, width=10_000)


def _plain(text: str) -> str:
    return text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")


def _text(text: str) -> str:
    """Return `text` as a line of roff, whatever it begins with."""
    line = " ".join(text.split()).replace("\\", "\\e")
    return "\\&" + line if line.startswith((".", "'")) else line
