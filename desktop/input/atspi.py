"""Read the accessibility tree of other programs over D-Bus, within a bounded time. Linux; no Qt.

What a program does not answer in time counts as not there: programs hang, and dictation must not.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

Node = tuple[str, str]
"""A bus name and an object path."""
States = int
"""AT-SPI's state set as one number."""

ACTIVE, EDITABLE, FOCUSED, MULTI_LINE, SHOWING, SINGLE_LINE, VISIBLE, MANAGES_DESCENDANTS, READ_ONLY = (
    1 << bit for bit in (1, 7, 12, 17, 25, 26, 30, 31, 43)
)
ROLE_PASSWORD, ROLE_TERMINAL = 40, 60
ROOT: Final[Node] = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
ACCESSIBLE: Final = "org.a11y.atspi.Accessible"
TEXT: Final = "org.a11y.atspi.Text"
EDITABLE_TEXT: Final = "org.a11y.atspi.EditableText"
COLLECTION: Final = "org.a11y.atspi.Collection"
_RULE: Final = "(aiia{ss}iaiiasib)uib"
_ALL: Final = 1
_HAS_FOCUS: Final[tuple[object, ...]] = ([FOCUSED, 0], _ALL, {}, _ALL, [], _ALL, [], _ALL, False)
"""Collection's rule: states, attributes, roles and interfaces, each with how they are meant; no inversion."""
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"
_NULL: Final = "/org/a11y/atspi/null"
_CALL_SECONDS: Final = 0.4
_ROUND_SECONDS: Final = 0.25
_SEARCH_SECONDS: Final = 0.9
_MOST_NODES: Final = 4000
_MOST_CHILDREN: Final = 400
_AT_ONCE: Final = 100
"""Calls on their way at a time: a bus limits how many answers may be outstanding."""


class TreeUnavailable(Exception):
    """There is no accessibility bus, or it no longer answers."""


@dataclass(frozen=True)
class Call:
    """One question to one node."""

    node: Node
    interface: str
    method: str
    signature: str = ""
    arguments: tuple[Any, ...] = ()


def states_of(node: Node) -> Call:
    """Ask for a node's states."""
    return Call(node, ACCESSIBLE, "GetState")


def property_of(node: Node, interface: str, name: str) -> Call:
    """Ask for one of a node's properties."""
    return Call(node, _PROPERTIES, "Get", "ss", (interface, name))


def as_states(answer: tuple[Any, ...] | None) -> States:
    """Return the states in the answer to `states_of`; none without an answer."""
    if not answer or len(answer[0]) < 2:
        return 0
    low, high = answer[0][:2]
    return int(low) | int(high) << 32


class Tree:
    """A connection to the accessibility bus. Belongs to the thread that opened it."""

    def __init__(self) -> None:
        """Connect.

        Raises:
            TreeUnavailable: there is no such bus.
        """
        self._bus = _connected()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Disconnect."""
        self._bus.close()

    def ask(self, call: Call, seconds: float = _CALL_SECONDS) -> tuple[Any, ...] | None:
        """Return the answer's body, or None if it was an error or did not come in time."""
        return self.ask_all([call], seconds)[0]

    def ask_all(self, calls: Sequence[Call], seconds: float = _ROUND_SECONDS) -> list[tuple[Any, ...] | None]:
        """Put all questions at once and return the answers in their order: one journey instead of many."""
        deadline = time.monotonic() + seconds
        answers: list[tuple[Any, ...] | None] = []
        for start in range(0, len(calls), _AT_ONCE):
            answers += self._round(calls[start : start + _AT_ONCE], deadline)
        return answers

    def _round(self, calls: Sequence[Call], deadline: float) -> list[tuple[Any, ...] | None]:
        from jeepney import HeaderFields, MessageType

        places: dict[int, int] = {}
        answers: list[tuple[Any, ...] | None] = [None] * len(calls)
        try:
            for place, call in enumerate(calls):
                serial = next(self._bus.outgoing_serial)
                places[serial] = place
                self._bus.send(_message(call), serial=serial)
            while places:
                reply = self._bus.receive(timeout=max(0.0, deadline - time.monotonic()))
                # An answer to an earlier question that came too late matches none of these.
                place = places.pop(reply.header.fields.get(HeaderFields.reply_serial, -1), -1)
                if place >= 0 and reply.header.message_type == MessageType.method_return:
                    answers[place] = reply.body
        except TimeoutError:
            pass
        except OSError as error:
            raise TreeUnavailable from error
        return answers

    def value(self, node: Node, interface: str, name: str) -> Any:
        """Return a property's value, or None."""
        answer = self.ask(property_of(node, interface, name))
        return answer[0][1] if answer else None

    def focused(self) -> Node | None:
        """Return the node that has the keyboard's focus, searching only the active windows."""
        deadline = time.monotonic() + _SEARCH_SECONDS
        windows = self._children(self._children([ROOT]))
        states = [as_states(one) for one in self.ask_all([states_of(node) for node in windows])]
        chain: list[tuple[Node, States]] = []
        for window, state in zip(windows, states, strict=True):
            if state & ACTIVE:
                found = self._matching(window) or self._focused_below(window, deadline)
                chain = found or chain or [(window, state)] * bool(state & FOCUSED)
        return self._innermost(chain)

    def _matching(self, window: Node) -> list[tuple[Node, States]]:
        """Let the program search for itself, which takes it milliseconds; not every toolkit can."""
        answer = self.ask(Call(window, COLLECTION, "GetMatches", _RULE, (_HAS_FOCUS, 1, 0, True)))
        nodes = [(str(bus), str(path)) for bus, path in _first_children(answer)]
        states = [as_states(one) for one in self.ask_all([states_of(node) for node in nodes])]
        # What a toolkit that only claims to search gives back does not have the focus.
        return [(node, state) for node, state in zip(nodes, states, strict=True) if state & FOCUSED]

    def _focused_below(self, window: Node, deadline: float) -> list[tuple[Node, States]]:
        """Search level by level; return the nodes that claim the focus, from the outside in."""
        level, seen, chain = [window], 0, []
        while level and seen < _MOST_NODES and time.monotonic() < deadline:
            seen += len(level)
            below: list[Node] = []
            for start in range(0, len(level), _AT_ONCE):
                if time.monotonic() > deadline:
                    break
                children = self._children(level[start : start + _AT_ONCE])
                focused, open_ = self._looked_at(children)
                if focused:
                    chain.append(focused)
                    below = [focused[0]]
                    break
                below += open_
            level = below
        return chain

    def _looked_at(self, nodes: Sequence[Node]) -> tuple[tuple[Node, States] | None, list[Node]]:
        """Return the one with the focus, and those that may hold it."""
        states = [as_states(one) for one in self.ask_all([states_of(node) for node in nodes])]
        may_hold = []
        for node, state in zip(nodes, states, strict=True):
            if state & FOCUSED:
                return (node, state), []
            # A table's cells are made when they are asked for, and never take the text.
            if state & (SHOWING | VISIBLE) and not state & MANAGES_DESCENDANTS:
                may_hold.append(node)
        return None, may_hold

    def _innermost(self, chain: Sequence[tuple[Node, States]]) -> Node | None:
        """Of nested nodes that claim the focus, return the innermost that holds text, else the innermost.

        Qt says it of a text and of the empty area inside it as well.
        """
        for node, state in reversed(chain):
            if state & EDITABLE:
                return node
        for node, _state in reversed(chain):
            interfaces = self.ask(Call(node, ACCESSIBLE, "GetInterfaces"))
            if interfaces and TEXT in interfaces[0]:
                return node
        return chain[-1][0] if chain else None

    def _children(self, nodes: Sequence[Node]) -> list[Node]:
        answers = self.ask_all([Call(node, ACCESSIBLE, "GetChildren") for node in nodes])
        return [
            (str(bus), str(path))
            for answer in answers
            for bus, path in _first_children(answer)
            if path != _NULL
        ]

    def selection(self, node: Node) -> tuple[int, int] | None:
        """Return the part that typed text would replace, in the toolkit's own units: at the caret, if empty.

        None if the node does not say.
        """
        caret, count = self.ask_all(
            [property_of(node, TEXT, "CaretOffset"), Call(node, TEXT, "GetNSelections")], _CALL_SECONDS
        )
        if not caret or caret[0][1] < 0:
            return None
        if count and count[0] > 0:
            selected = self.ask(Call(node, TEXT, "GetSelection", "i", (0,)))
            if selected and selected[0] < selected[1]:
                return int(selected[0]), int(selected[1])
        return int(caret[0][1]), int(caret[0][1])

    def text(self, node: Node, start: int, end: int, seconds: float = _CALL_SECONDS) -> str | None:
        """Return what stands between two places, with plain line feeds; None if it does not say."""
        answer = self.ask(Call(node, TEXT, "GetText", "ii", (max(0, start), end)), seconds)
        return plain_lines(answer[0]) if answer else None


def plain_lines(text: str) -> str:
    """Return `text` with the toolkits' many line ends as line feeds, and their hard spaces as spaces."""
    for mark in ("\r\n", "\r", "\u2028", "\u2029"):
        text = text.replace(mark, "\n")
    return text.replace("\u00a0", " ")


def _first_children(answer: tuple[Any, ...] | None) -> Iterable[tuple[Any, Any]]:
    return answer[0][:_MOST_CHILDREN] if answer else ()


def _connected() -> Any:
    from jeepney import DBusAddress, MessageType, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    ask = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
    try:
        with open_dbus_connection("SESSION") as session:
            reply = session.send_and_get_reply(ask, timeout=_CALL_SECONDS * 5)
        if reply.header.message_type != MessageType.method_return:
            raise TreeUnavailable
        return open_dbus_connection(reply.body[0])
    except (OSError, KeyError, ValueError, RuntimeError) as error:
        raise TreeUnavailable from error


def _message(call: Call) -> Any:
    from jeepney import DBusAddress, new_method_call

    bus, path = call.node
    address = DBusAddress(path, bus, call.interface)
    return new_method_call(address, call.method, call.signature or None, call.arguments)
