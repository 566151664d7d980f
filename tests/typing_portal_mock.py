"""A stand-in for the desktop's RemoteDesktop portal: `python typing_portal_mock.py MODE FILE`.

Modes: `give` agrees at once, `strict` only with whoever has registered an application id, `leave` as if
the user had said no, `revoke` agrees and lets no key through. FILE gets one line of JSON for each key,
and for each start the token that was handed back.
"""

import json
import sys
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

BUS = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
TOKEN = "agreed-before"
KEYBOARD = 1


def results(member: str, options: dict[str, Any], sender: str) -> dict[str, Any]:
    """Return what the portal answers to a request."""
    if member == "CreateSession":
        return {"session_handle": ("s", f"{PATH}/session/{sender}/{options['session_handle_token'][1]}")}
    return {"devices": ("u", KEYBOARD), "restore_token": ("s", TOKEN)} if member == "Start" else {}


def answer(bus: DBusConnection, call: Message, is_agreed: bool) -> None:
    """Reply with a request, then tell it how the user decided."""
    member = call.header.fields[HeaderFields.member]
    options = call.body[-1]
    sender = call.header.fields[HeaderFields.sender][1:].replace(".", "_")
    request = f"{PATH}/request/{sender}/{options['handle_token'][1]}"
    bus.send(new_method_return(call, "o", (request,)))
    code = 0 if is_agreed or member != "Start" else 1
    response = DBusAddress(request, interface="org.freedesktop.portal.Request")
    found = results(member, options, sender) if code == 0 else {}
    bus.send(new_signal(response, "Response", "ua{sv}", (code, found)))


def serve(mode: str, file: Path) -> None:
    """Answer until the process is ended."""
    registered: set[str] = set()
    with open_dbus_connection("SESSION") as bus, file.open("a", encoding="utf-8", buffering=1) as log:
        Proxy(message_bus, bus).RequestName(BUS)
        print("ready", flush=True)
        while True:
            call = bus.receive()
            if call.header.message_type != MessageType.method_call:
                continue
            sender = call.header.fields[HeaderFields.sender]
            member = call.header.fields[HeaderFields.member]
            if member == "Register":
                registered.add(sender)
                bus.send(new_method_return(call))
            elif mode == "strict" and sender not in registered:
                bus.send(new_error(call, f"{BUS}.Error.NotAllowed", "s", ("An app id is required",)))
            elif member == "NotifyKeyboardKeysym" and mode != "revoke":
                print(json.dumps(call.body[2:]), file=log)
                bus.send(new_method_return(call))
            elif member in ("CreateSession", "SelectDevices", "Start"):
                if member == "SelectDevices":
                    print(json.dumps(call.body[1].get("restore_token", ("s", ""))[1]), file=log)
                answer(bus, call, mode != "leave")
            else:
                bus.send(new_error(call, f"{BUS}.Error.NotAllowed", "s", ("Not here",)))


if __name__ == "__main__":
    serve(sys.argv[1], Path(sys.argv[2]))
