"""Ask the system whether a screen reader is running, so that two voices do not talk at once."""

import ctypes
import logging
import subprocess
import sys
from typing import Final

from engines.children import told

_ANSWER_SECONDS: Final = 1.0

logger = logging.getLogger(__name__)


def is_running() -> bool:
    """Return whether the user's own screen reader speaks; may take a second, so call it in a lane."""
    if sys.platform == "win32":
        return _is_nvda_running()
    if sys.platform == "darwin":
        return _is_voiceover_running()
    return _is_enabled_on_at_spi()


def _is_enabled_on_at_spi() -> bool:
    from jeepney import DBusAddress, MessageType
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import Properties

    status = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Status")
    try:
        connection = open_dbus_connection("SESSION")
        try:
            call = Properties(status).get("ScreenReaderEnabled")
            reply = connection.send_and_get_reply(call, timeout=_ANSWER_SECONDS)
        finally:
            connection.close()
    except (OSError, KeyError, ValueError) as error:
        logger.debug("no accessibility bus: %s", type(error).__name__)
        return False
    return reply.header.message_type != MessageType.error and bool(reply.body[0][1])


def _is_nvda_running() -> bool:
    # NVDA's controller client ships with programs that talk to it; without it the system's flag,
    # which every screen reader sets, answers.
    if sys.platform != "win32":
        return False
    try:
        return bool(ctypes.windll.LoadLibrary("nvdaControllerClient.dll").nvdaController_testIfRunning() == 0)
    except OSError:
        is_set = ctypes.c_int(0)
        get_screen_reader = 0x0046
        ctypes.windll.user32.SystemParametersInfoW(get_screen_reader, 0, ctypes.byref(is_set), 0)
        return bool(is_set.value)


def _is_voiceover_running() -> bool:
    question = ("defaults", "read", "com.apple.universalaccess", "voiceOverOnOffKey")
    try:
        answer = told(*question, seconds=_ANSWER_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.strip() == "1"
