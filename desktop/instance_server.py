"""The running Sori's side of the door: takes orders on a thread of its own, carries them out on the GUI's."""

import asyncio
import contextlib
import logging
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from desktop import actions
from desktop.instance import ANSWER_SECONDS, MOST_ARGUMENTS, MOST_BYTES, Answer, Handle, Post, read_line
from desktop.instance_doors import Door
from engines.errors import EngineError
from engines.words import _

READ_SECONDS: Final = 2.0
"""How long a caller may take to say what they want."""
MOST_CALLERS: Final = 16
"""At the same time."""
CLOSE_SECONDS: Final = 5.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Order:
    """What a caller wants."""

    action: str
    arguments: tuple[str, ...]
    secret: str


class Instance:
    """The one that runs, until `close`. Made and closed on the GUI thread.

    Nothing that comes through the door can end it: what is not an order is answered with an error, what
    is too long or too slow is cut off.
    """

    def __init__(self, door: Door, listener: socket.socket, handle: Handle, post: Post) -> None:
        self._door = door
        self._listener = listener
        self._handle = handle
        self._post = post
        self._is_closed = False
        self._end: Future[Callable[[], object]] = Future()
        """What ends the thread; known as soon as it listens."""
        self._callers: set[asyncio.Task[Any]] = set()
        self._unheard: set[asyncio.StreamWriter] = set()
        """Callers who have not said yet what they want."""
        self._orders: set[asyncio.Future[Answer]] = set()
        self._thread = threading.Thread(target=self._run, name="instance", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more orders, answer those that wait, and let another Sori be the one that runs."""
        self._is_closed = True
        self._end.result(CLOSE_SECONDS)()
        self._thread.join(CLOSE_SECONDS)
        self._door.close()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._meet, sock=self._listener, limit=MOST_BYTES)
        self._end.set_result(partial(loop.call_soon_threadsafe, ended.set))
        await ended.wait()
        for order in self._orders:
            if not order.done():
                order.set_result(Answer("closing", _("Sori is closing: start it again with: sori gui")))
        for caller in self._unheard:
            caller.close()
        # All tasks, for whoever was just accepted is none of our callers yet. They are turned away by
        # now; closing the server before they are would leave their connections open.
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others, timeout=READ_SECONDS)
        server.close()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._callers.add(task)
        try:
            if len(self._callers) <= MOST_CALLERS and not self._is_closed:
                writer.write((await self._answer(reader, writer)).line())
                await asyncio.wait_for(writer.drain(), READ_SECONDS)
        except (OSError, EOFError) as error:
            # They hung up, or said nothing in time: nobody is there to be told.
            logger.debug("a caller is gone: %s", type(error).__name__)
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
            self._callers.discard(task)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Answer:
        self._unheard.add(writer)
        try:
            line = await asyncio.wait_for(reader.readuntil(b"\n"), READ_SECONDS)
        except asyncio.LimitOverrunError:
            return Answer("bad_request", _("The line is too long."))
        finally:
            self._unheard.discard(writer)
        order = read_order(line)
        connection: socket.socket = writer.get_extra_info("socket")
        if order is None:
            return Answer("bad_request", _("This is not an order for Sori."))
        if not self._door.is_trusted(connection, order.secret):
            return Answer("not_allowed", _("Sori takes orders only from the user it runs for."))
        if order.action not in actions.orders():
            return Answer("unknown_action", _("This Sori cannot do {action}.").format(action=order.action))
        return await self._carry_out(order)

    async def _carry_out(self, order: Order) -> Answer:
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[Answer] = loop.create_future()

        def settle(answer: Answer) -> None:
            if not answered.done():
                answered.set_result(answer)

        def carry_out() -> None:
            # An order that was given up must not be carried out when nobody expects it any more.
            if self._is_closed or answered.done():
                return
            try:
                answer = Answer(message=self._handle(order.action, order.arguments) or "")
            except EngineError as error:
                answer = Answer(error.code, str(error))
            except Exception:
                loop.call_soon_threadsafe(settle, Answer("bug", _("Something went wrong inside Sori.")))
                raise
            loop.call_soon_threadsafe(settle, answer)

        self._orders.add(answered)
        try:
            self._post(carry_out)
            return await asyncio.wait_for(answered, ANSWER_SECONDS)
        except TimeoutError:
            return Answer("busy", _("Sori is busy and did nothing: try again in a moment."))
        finally:
            self._orders.discard(answered)


def read_order(line: bytes) -> Order | None:
    """Return the order that a line holds, or None if it is none."""
    found = read_line(line)
    if found is None:
        return None
    action, arguments, secret = found.get("action"), found.get("arguments", []), found.get("secret", "")
    if not isinstance(action, str) or not isinstance(secret, str) or not isinstance(arguments, list):
        return None
    texts = tuple(one for one in arguments if isinstance(one, str) and "\0" not in one)
    if len(texts) < len(arguments) or len(texts) > MOST_ARGUMENTS or not action.isprintable():
        return None
    return Order(action, texts, secret)
