"""The user's leave to use the camera, which on macOS the window's thread alone may ask for."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QCameraPermission, QCoreApplication, Qt

from engines.words import _


def with_leave(start: Callable[[], object], tell: Callable[[str], object]) -> Callable[[], None]:
    """Return what calls `start` once the camera may be used, or tells a sentence if it may not.

    On other systems it calls `start` at once. Written for macOS from Qt's documentation; not tried there.
    """

    def begin() -> None:
        application = QCoreApplication.instance()
        if sys.platform != "darwin" or application is None:
            start()
            return
        wanted = QCameraPermission()

        def answered(*_permission: object) -> None:
            _act(application.checkPermission(wanted), start, tell)

        if application.checkPermission(wanted) == Qt.PermissionStatus.Undetermined:
            application.requestPermission(wanted, application, answered)
        else:
            answered()

    return begin


def _act(status: Qt.PermissionStatus, start: Callable[[], object], tell: Callable[[str], object]) -> None:
    if status == Qt.PermissionStatus.Granted:
        start()
    else:
        tell(_("Allow Sori to use the camera in System Settings, Privacy & Security, Camera, and try again."))
