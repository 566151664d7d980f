"""A stand-in for the desktop's portal on the session bus: `python portal_mock.py MODE FILE`.

Modes: `give` answers with FILE, `leave` as if the user had closed the dialog, `refuse` with an error,
`strict` gives FILE only to whoever has registered an application id before.
"""

import sys
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

BUS = "org.freedesktop.portal.Desktop"
REQUESTS = "/org/freedesktop/portal/desktop/request"


def answer(bus: DBusConnection, call: Message, mode: str, file: str) -> None:
    """Reply with a request, then tell it how the user decided."""
    options: dict[str, Any] = call.body[1]
    sender = call.header.fields[HeaderFields.sender][1:].replace(".", "_")
    request = f"{REQUESTS}/{sender}/{options['handle_token'][1]}"
    bus.send(new_method_return(call, "o", (request,)))
    results = {"uri": ("s", Path(file).as_uri())} if mode != "leave" else {}
    response = DBusAddress(request, interface="org.freedesktop.portal.Request")
    bus.send(new_signal(response, "Response", "ua{sv}", (1 if mode == "leave" else 0, results)))


def serve(mode: str, file: str) -> None:
    """Answer until the process is ended."""
    registered: set[str] = set()
    with open_dbus_connection("SESSION") as bus:
        Proxy(message_bus, bus).RequestName(BUS)
        print("ready", flush=True)
        while True:
            call = bus.receive()
            fields = call.header.fields
            if call.header.message_type != MessageType.method_call:
                continue
            sender, member = fields[HeaderFields.sender], fields[HeaderFields.member]
            if member == "Register":
                registered.add(sender)
                bus.send(new_method_return(call))
            elif member == "Screenshot" and mode != "refuse" and (mode != "strict" or sender in registered):
                answer(bus, call, mode, file)
            else:
                bus.send(new_error(call, f"{BUS}.Error.NotAllowed", "s", ("An app id is required",)))


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2])
