"""A stand-in for the desktop's GlobalShortcuts portal on the session bus: `python shortcuts_mock.py MODE`.

Modes: `give` binds every key, `some` only the first one, `none` none, `leave` answers as if the user had
said no, `absent` knows no such interface. Like the real portal since 1.21 it answers only whoever has
registered an application id. Prints `ready`, then one JSON line for each binding and each session that
ends; reads lines from standard input: `press ACTION`, `release ACTION`, `end` (closes the session).
"""

import json
import os
import select
import sys
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

BUS = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
SHORTCUTS = DBusAddress(PATH, BUS, "org.freedesktop.portal.GlobalShortcuts")
SIGNATURES = {"CreateSession": "a{sv}", "BindShortcuts": "oa(sa{sv})sa{sv}", "Register": "sa{sv}"}


class Portal:
    """Answers as the desktop would, and plays its user."""

    def __init__(self, bus: DBusConnection, mode: str) -> None:
        self._bus = bus
        self._mode = mode
        self._registered: set[str] = set()
        self._session = ""
        self._time = 0

    def answer(self, call: Message) -> None:
        """Reply to a call."""
        fields = call.header.fields
        sender, member = fields[HeaderFields.sender], fields[HeaderFields.member]
        if fields.get(HeaderFields.signature, "") != SIGNATURES.get(member, ""):
            self._refuse(call, "org.freedesktop.DBus.Error.InvalidArgs")
        elif member == "Register":
            self._registered.add(sender)
            self._bus.send(new_method_return(call))
        elif member == "Close":
            tell(closed=fields[HeaderFields.path])
            self._bus.send(new_method_return(call))
        elif self._mode == "absent":
            self._refuse(call, "org.freedesktop.DBus.Error.UnknownMethod")
        elif sender not in self._registered:
            self._refuse(call, f"{BUS}.Error.NotAllowed")
        elif member == "CreateSession":
            name = call.body[0]["session_handle_token"][1]
            self._session = f"{PATH}/session/{sender[1:].replace('.', '_')}/{name}"
            self._respond(call, call.body[0], 0, {"session_handle": ("s", self._session)})
        elif member == "BindShortcuts":
            self._bind(call)
        else:
            self._refuse(call, "org.freedesktop.DBus.Error.UnknownMethod")

    def play(self, line: str) -> None:
        """Do what the user of the desktop does."""
        verb, _, action = line.partition(" ")
        if verb == "end":
            session = DBusAddress(self._session, interface="org.freedesktop.portal.Session")
            self._bus.send(new_signal(session, "Closed", "a{sv}", ({},)))
            return
        self._time += 1
        member = {"press": "Activated", "release": "Deactivated"}[verb]
        self._bus.send(new_signal(SHORTCUTS, member, "osta{sv}", (self._session, action, self._time, {})))

    def _bind(self, call: Message) -> None:
        session, shortcuts, _parent, options = call.body
        tell(session=session, shortcuts=dict(shortcuts))
        given = shortcuts[: {"some": 1, "none": 0}.get(self._mode)]
        results = [(action, {"trigger_description": ("s", "Ctrl+Alt+D")}) for action, _facts in given]
        if self._mode == "leave":
            self._respond(call, options, 1, {})
        else:
            self._respond(call, options, 0, {"shortcuts": ("a(sa{sv})", results)})

    def _respond(self, call: Message, options: dict[str, Any], code: int, results: dict[str, Any]) -> None:
        sender = call.header.fields[HeaderFields.sender][1:].replace(".", "_")
        request = f"{PATH}/request/{sender}/{options['handle_token'][1]}"
        self._bus.send(new_method_return(call, "o", (request,)))
        response = DBusAddress(request, interface="org.freedesktop.portal.Request")
        self._bus.send(new_signal(response, "Response", "ua{sv}", (code, results)))

    def _refuse(self, call: Message, name: str) -> None:
        self._bus.send(new_error(call, name, "s", ("refused",)))


def tell(**facts: Any) -> None:
    """Print one line for the test."""
    print(json.dumps(facts), flush=True)


def serve(mode: str) -> None:
    """Answer until standard input ends."""
    with open_dbus_connection("SESSION") as bus:
        Proxy(message_bus, bus).RequestName(BUS)
        portal = Portal(bus, mode)
        print("ready", flush=True)
        while True:
            ready, _, _ = select.select([bus.sock, 0], [], [])
            if 0 in ready:
                lines = os.read(0, 4096).decode()
                if not lines:
                    return
                for line in lines.splitlines():
                    portal.play(line)
            while bus.sock in ready:
                try:
                    call = bus.receive(timeout=0)
                except TimeoutError:
                    break
                if call.header.message_type == MessageType.method_call:
                    portal.answer(call)


if __name__ == "__main__":
    serve(sys.argv[1])
