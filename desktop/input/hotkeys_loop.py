"""The thread behind the global keys of a Linux desktop: waits for the server and for the GUI at once."""

import contextlib
import logging
import select
import socket
import threading
from collections.abc import Callable, Mapping
from queue import Empty, SimpleQueue
from typing import Final, Protocol

from desktop.input.hotkeys import Presses, Problem, Problems
from desktop.input.keys import Keys
from engines.errors import EngineError

CLOSE_SECONDS: Final = 5.0

logger = logging.getLogger(__name__)
Bindings = Mapping[str, Keys]


class Server(Protocol):
    """A connection to whoever gives out the keys. Made, used and closed on one thread."""

    def fileno(self) -> int:
        """Return what becomes readable when the server has something to say."""
        ...

    def bind(self, bindings: Bindings) -> None:
        """Replace all keys; what is wrong goes to `Presses.refuse`, at once or when the user has answered.

        Raises:
            EngineError: the server gives out no keys.
        """
        ...

    def read(self) -> None:
        """Take everything the server has to say, without waiting.

        Raises:
            EngineError: the connection is lost.
        """
        ...

    def close(self) -> None:
        """Give back the keys and leave."""
        ...


class LoopHotkeys:
    """Global keys from a `Server`, which lives on a thread of its own.

    A server that cannot be reached is one problem for all keys, and is tried again at the next `bind`.
    """

    def __init__(self, presses: Presses, connect: Callable[[Presses], Server]) -> None:
        """Start the thread; `connect` is called on it, at the first `bind`."""
        self._presses = presses
        self._connect = connect
        self._orders: SimpleQueue[Bindings | None] = SimpleQueue()
        self._woken, self._wake = socket.socketpair()
        self._woken.setblocking(False)
        self._thread = threading.Thread(target=self._run, name="hotkeys", daemon=True)
        self._thread.start()

    def bind(self, bindings: Mapping[str, str]) -> Problems:
        """Listen for these keys instead of those before."""
        self._order(self._presses.read(bindings))
        return self._presses.problems

    @property
    def problems(self) -> Problems:
        """Everything that is wrong as far as it is known."""
        return self._presses.problems

    @property
    def is_held(self) -> bool:
        """Whether a press was told whose release was not."""
        return self._presses.is_held

    def close(self) -> None:
        """Give every key back and end the thread."""
        self._presses.close()
        self._order(None)
        self._thread.join(CLOSE_SECONDS)
        if self._thread.is_alive():
            logger.warning("the server of the global keys does not answer")
            return
        self._woken.close()
        self._wake.close()

    def _order(self, bindings: Bindings | None) -> None:
        self._orders.put(bindings)
        self._wake.send(b"!")

    def _run(self) -> None:
        server: Server | None = None
        try:
            while True:
                orders = self._wait(server)
                if None in orders:
                    return
                if orders and orders[-1] is not None:
                    server = self._bound(server, orders[-1])
                if server is not None:
                    server = self._read(server)
        finally:
            if server is not None:
                server.close()

    def _wait(self, server: Server | None) -> list[Bindings | None]:
        """Wait until the server or the GUI wants something; return what the GUI ordered."""
        heard: list[socket.socket | Server] = [self._woken, *([server] if server else [])]
        ready, _, _ = select.select(heard, [], [])
        orders: list[Bindings | None] = []
        if self._woken in ready:
            self._woken.recv(4096)
            with contextlib.suppress(Empty):
                while True:
                    orders.append(self._orders.get_nowait())
        return orders

    def _bound(self, server: Server | None, bindings: Bindings) -> Server | None:
        self._presses.release_all()
        try:
            if server is None:
                if not bindings:
                    self._presses.refuse(())
                    return None
                server = self._connect(self._presses)
            server.bind(bindings)
        except EngineError as error:
            self._lose(server, error)
            return None
        return server

    def _read(self, server: Server) -> Server | None:
        try:
            server.read()
        except EngineError as error:
            self._lose(server, error)
            return None
        return server

    def _lose(self, server: Server | None, error: EngineError) -> None:
        logger.info("no global keys: %s", error.__cause__ or error)
        if server is not None:
            server.close()
        self._presses.release_all()
        self._presses.refuse((Problem("", str(error)),))
