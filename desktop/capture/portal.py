"""Take the picture through the desktop's own portal: the only way under Wayland. No Qt; blocking."""

import itertools
import logging
import secrets
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from desktop.paths import APPLICATION_ID
from engines.errors import DeviceUnavailable
from engines.media import Image
from engines.words import _

_BUS: Final = "org.freedesktop.portal.Desktop"
_PATH: Final = "/org/freedesktop/portal/desktop"
_ANSWER_SECONDS: Final = 2.0
_USER_SECONDS: Final = 120.0
_STEP_SECONDS: Final = 0.1
_DONE, _LEFT = 0, 1

logger = logging.getLogger(__name__)
_tokens = itertools.count(1)


def screenshot(is_interactive: bool) -> Generator[None, None, Image | None]:
    """Ask for a picture of the screen, or with `is_interactive` let the user choose a part of it.

    Returns the picture, or None if the user did not want one; yields while it waits, for the desktop
    may ask for leave first and the user may need their time. Runs in a lane.

    Raises:
        DeviceUnavailable: there is no portal, or it refuses.
    """
    from engines.sources import pictures

    file = yield from _ask(is_interactive)
    if file is None:
        return None
    try:
        return pictures.read(file)
    finally:
        # The portal leaves its file in the user's pictures; nobody asked for one to be kept.
        _forget(file)


def _ask(is_interactive: bool) -> Generator[None, None, Path | None]:
    try:
        with _connected() as connection:
            _register(connection)
            code, results = yield from _request(connection, is_interactive)
    except (OSError, KeyError, _Refused) as error:
        logger.info("screenshot portal: %s", type(error).__name__)
        raise DeviceUnavailable(unavailable()) from error
    if code == _LEFT:
        return None
    if code != _DONE or "uri" not in results:
        raise DeviceUnavailable(unavailable())
    return Path(unquote(urlsplit(str(results["uri"][1])).path))


def unavailable() -> str:
    """Return the sentence for a desktop that lets no program take its picture."""
    return _(
        "This desktop does not let Sori see the screen: press Print Screen, copy the picture, "
        "and choose Describe clipboard."
    )


class _Refused(Exception):
    """The portal answered with an error."""


@contextmanager
def _connected() -> Iterator[Any]:
    from jeepney.io.blocking import open_dbus_connection

    connection = open_dbus_connection("SESSION")
    try:
        yield connection
    finally:
        connection.close()


def _register(connection: Any) -> None:
    """Tell the portal who we are; since 1.21 it answers nobody else. Older ones do not know the call."""
    from jeepney import DBusAddress, new_method_call

    registry = DBusAddress(_PATH, _BUS, "org.freedesktop.host.portal.Registry")
    call = new_method_call(registry, "Register", "sa{sv}", (APPLICATION_ID, {}))
    connection.send_and_get_reply(call, timeout=_ANSWER_SECONDS)


def _request(connection: Any, is_interactive: bool) -> Generator[None, None, tuple[int, dict[str, Any]]]:
    from jeepney import DBusAddress, MatchRule, MessageType, message_bus, new_method_call
    from jeepney.io.blocking import Proxy

    token = f"sori{next(_tokens)}_{secrets.token_hex(4)}"
    answer = MatchRule(
        type="signal",
        interface="org.freedesktop.portal.Request",
        member="Response",
        path=f"{_PATH}/request/{connection.unique_name[1:].replace('.', '_')}/{token}",
    )
    Proxy(message_bus, connection, timeout=_ANSWER_SECONDS).AddMatch(answer)
    options = {"handle_token": ("s", token), "interactive": ("b", is_interactive), "modal": ("b", False)}
    portal = DBusAddress(_PATH, _BUS, "org.freedesktop.portal.Screenshot")
    with connection.filter(answer) as answers:
        call = new_method_call(portal, "Screenshot", "sa{sv}", ("", options))
        reply = connection.send_and_get_reply(call, timeout=_ANSWER_SECONDS)
        if reply.header.message_type == MessageType.error:
            raise _Refused
        return (yield from _wait(connection, answers))


def _wait(connection: Any, answers: Any) -> Generator[None, None, tuple[int, dict[str, Any]]]:
    deadline = time.monotonic() + _USER_SECONDS
    while time.monotonic() < deadline:
        try:
            code, results = connection.recv_until_filtered(answers, timeout=_STEP_SECONDS).body
            return code, results
        except TimeoutError:
            yield
    raise _Refused


def _forget(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        logger.info("the portal's file stays behind: %s", error.strerror)
