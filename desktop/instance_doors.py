"""Where the running Sori can be reached, by this user and nobody else.

Linux and macOS have a socket in a folder that only the user can enter; on Linux the kernel also says who
calls. Windows has a port of this machine alone and a secret that only the user can read. Windows and
macOS were not tried; the port and its secret are tested on Linux. Whoever holds the lock beside them is the
one that runs, and the system drops it when the process ends, however it ends: what a crashed run left
behind is replaced.
"""

import contextlib
import hmac
import json
import logging
import os
import secrets
import socket
import stat
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from desktop import paths
from engines.errors import OutputUnwritable
from engines.words import _

_BACKLOG: Final = 16
_CONNECT_SECONDS: Final = 2.0

logger = logging.getLogger(__name__)


class Door(Protocol):
    """One way to reach the running Sori."""

    @property
    def secret(self) -> str:
        """What an order carries to prove where it comes from; known after `connect`, or empty."""
        ...

    def open(self) -> socket.socket | None:
        """Become the one that runs and return its listening socket, or None if another one runs.

        Raises:
            OutputUnwritable: there is no safe place for it.
        """
        ...

    def connect(self) -> socket.socket | None:
        """Return a connection to the one that runs, or None if none does."""
        ...

    def is_trusted(self, connection: socket.socket, secret: str) -> bool:
        """Return whether an order comes from this user."""
        ...

    def close(self) -> None:
        """Stop being the one that runs."""
        ...


def this_door() -> Door:
    """Return the door of this user on this system."""
    if hasattr(socket, "AF_UNIX") and sys.platform != "win32":
        return SocketDoor(_run_folder())
    return PortDoor(paths.log_file().parent / "run")


def _run_folder() -> Path:
    """Return the user's folder for what lives as long as their session, or one that is as safe."""
    for folder in (os.environ.get("XDG_RUNTIME_DIR", ""), f"/run/user/{os.getuid()}"):
        with contextlib.suppress(OSError):
            if Path(folder).is_absolute() and Path(folder).stat().st_uid == os.getuid():
                return Path(folder, "sori")
    return paths.log_file().parent / "run"


class SocketDoor:
    """A Unix socket, mode 0600, in a folder of mode 0700; callers of other users are turned away."""

    secret = ""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = _Lock(folder / "lock")
        self._uid = os.getuid()

    def open(self) -> socket.socket | None:
        """Become the one that runs and return its listening socket, or None if another one runs."""
        try:
            _make_own(self._folder)
            if not self._lock.take():
                return None
            return self._listen()
        except OSError as error:
            self._lock.drop()
            raise OutputUnwritable(no_place(self._folder)) from error

    def connect(self) -> socket.socket | None:
        """Return a connection to the one that runs, or None if none does."""
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_CONNECT_SECONDS)
        try:
            with _short(self._folder) as folder:
                connection.connect(f"{folder}/socket")
        except OSError as error:
            logger.debug("nobody listens: %s", error)
            connection.close()
            return None
        if not self.is_trusted(connection, ""):
            connection.close()
            return None
        return connection

    def is_trusted(self, connection: socket.socket, secret: str) -> bool:
        """Return whether the other side belongs to this user, as far as the system tells."""
        if sys.platform != "linux":
            # Only this user can enter the folder.
            return True
        size = struct.calcsize("3i")
        _process, uid, _group = struct.unpack(
            "3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
        )
        if uid != self._uid:
            logger.warning("user %d is not the one Sori runs for", uid)
        return bool(uid == self._uid)

    def close(self) -> None:
        """Stop being the one that runs."""
        with contextlib.suppress(OSError):
            (self._folder / "socket").unlink()
        self._lock.drop()

    def _listen(self) -> socket.socket:
        with contextlib.suppress(FileNotFoundError):
            (self._folder / "socket").unlink()
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with _short(self._folder) as folder:
                listener.bind(f"{folder}/socket")
            # Nobody can connect before it listens.
            (self._folder / "socket").chmod(0o600)
            listener.listen(_BACKLOG)
        except OSError:
            listener.close()
            raise
        return listener


class PortDoor:
    """A port on this machine's own network, and a secret in a file that only the user can read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = _Lock(folder / "lock")
        self.secret = ""

    def open(self) -> socket.socket | None:
        """Become the one that runs and return its listening socket, or None if another one runs."""
        listener = None
        try:
            _make_own(self._folder)
            if not self._lock.take():
                return None
            listener = socket.create_server(("127.0.0.1", 0), backlog=_BACKLOG)
            self.secret = secrets.token_hex(32)
            self._write({"port": listener.getsockname()[1], "secret": self.secret})
        except OSError as error:
            if listener:
                listener.close()
            self._lock.drop()
            raise OutputUnwritable(no_place(self._folder)) from error
        return listener

    def connect(self) -> socket.socket | None:
        """Return a connection to the one that runs, or None if none does."""
        try:
            known = json.loads((self._folder / "port.json").read_text(encoding="utf-8"))
            port, self.secret = int(known["port"]), str(known["secret"])
            return socket.create_connection(("127.0.0.1", port), _CONNECT_SECONDS)
        except (OSError, ValueError, LookupError, TypeError) as error:
            logger.debug("nobody listens: %s", error)
            return None

    def is_trusted(self, connection: socket.socket, secret: str) -> bool:
        """Return whether the order knows the secret."""
        # JSON can hold halves of characters, which no encoding has.
        told = secret.encode(errors="replace")
        return bool(self.secret) and hmac.compare_digest(self.secret.encode(), told)

    def close(self) -> None:
        """Stop being the one that runs."""
        with contextlib.suppress(OSError):
            (self._folder / "port.json").unlink()
        self._lock.drop()

    def _write(self, known: dict[str, object]) -> None:
        part = self._folder / "port.part"
        with contextlib.suppress(FileNotFoundError):
            part.unlink()
        file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w", encoding="utf-8") as out:
            json.dump(known, out)
        part.replace(self._folder / "port.json")


def no_place(folder: Path) -> str:
    """Return the sentence for a folder that cannot be made safe."""
    return _(
        "Sori cannot be reached by `sori do`, because {folder} is not a folder that you alone can use: "
        "delete it and start Sori again."
    ).format(folder=folder)


def _make_own(folder: Path) -> None:
    """Make a folder that only this user can enter, or raise OSError if it is somebody else's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if sys.platform == "win32":
        # The user's own application data are theirs alone there.
        return
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid():
        raise PermissionError(f"{folder} is a link or somebody else's")
    if facts.st_mode & 0o077:
        folder.chmod(0o700)


@contextmanager
def _short(folder: Path) -> Iterator[str]:
    """Name a folder in a way that fits into the address of a socket, which holds some 100 bytes."""
    if len(os.fsencode(folder)) < 90 or sys.platform != "linux":
        yield str(folder)
        return
    number = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{number}"
    finally:
        os.close(number)


class _Lock:
    """A lock on a file: the system drops it when its process ends."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._number: int | None = None

    def take(self) -> bool:
        """Take it, or return False if somebody else has it."""
        number = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(number)
        except (BlockingIOError, PermissionError):
            os.close(number)
            return False
        except OSError:
            os.close(number)
            raise
        self._number = number
        return True

    def drop(self) -> None:
        """Let it go, if it is ours. The file stays: somebody may be opening it just now."""
        if self._number is not None:
            os.close(self._number)
            self._number = None


def _lock(number: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
