"""The guard that keeps Sori on this machine: nothing is reached but what a confirmed download opens.

`install()` adds an audit hook to the process. From then on every look-up of a name, every connection and
every packet to anywhere but this machine raises `NetworkRefused`, whichever library tries it.
`allowed(hosts)` opens exactly these hosts for as long as it is entered. Child processes inherit the
guard, closed: their entry points call `install_if_inherited()`. Python sees what goes through its own
sockets; a library in C that opens one by itself, as sound servers' do, is not seen.
"""

import ipaddress
import logging
import os
import socket
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from engines.errors import EngineError
from engines.words import _

LOCAL_ONLY: Final = "SORI_LOCAL_ONLY"
"""Set to 1 in the environment of a guarded process, and so in that of its children."""

_REACHING: Final = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"}
"""Events whose arguments are a socket and an address."""
_ASKING: Final = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
"""Events whose first argument is a host."""
_LOCAL_NAMES: Final = {"", "localhost", "localhost.", "ip6-localhost", "ip6-loopback"}
_LOCAL_FAMILIES: Final = {
    getattr(socket, name) for name in ("AF_UNIX", "AF_NETLINK") if hasattr(socket, name)
}

logger = logging.getLogger(__name__)


class NetworkRefused(EngineError, PermissionError):
    """Something in this process tried to reach another machine.

    Also an `OSError`, so that a library that copes with being offline copes with this.
    """

    code = "network_refused"


class _Guard:
    """Which hosts are open, and the addresses that looking them up gave."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: Counter[str] = Counter()
        self._addresses: dict[str, set[str]] = {}
        self.is_installed = False

    def open(self, hosts: frozenset[str]) -> None:
        with self._lock:
            self._open.update(hosts)

    def close(self, hosts: frozenset[str]) -> None:
        with self._lock:
            self._open.subtract(hosts)
            for host in hosts:
                if self._open[host] <= 0:
                    del self._open[host]
                    self._addresses.pop(host, None)

    def learn(self, host: str, addresses: Iterable[str]) -> None:
        """Remember where an open host lives: connections name only the address."""
        with self._lock:
            if host in self._open:
                self._addresses.setdefault(host, set()).update(addresses)

    def permits(self, host: str) -> bool:
        """Return whether a name or address is this machine's own, or open."""
        if host in _LOCAL_NAMES or _is_loopback(host):
            return True
        with self._lock:
            return host in self._open or any(host in known for known in self._addresses.values())

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Refuse what leads to another machine. Python calls this for every audited event."""
        if event in _ASKING:
            is_permitted = self.permits(as_host(arguments[0]))
        elif event == "socket.getnameinfo":
            is_permitted = self.permits(as_host(arguments[0][0]))
        elif event in _REACHING:
            is_permitted = self._permits_address(arguments[0], arguments[1])
            # To `bind` an empty host is not this machine's own: it means whoever calls, from anywhere.
            is_permitted = is_permitted and not (event == "socket.bind" and arguments[1][:1] == ("",))
        else:
            return
        if not is_permitted:
            # Not whom: a host can tell what its user was doing.
            logger.warning("refused %s: Sori does not use the network", event)
            raise NetworkRefused(
                _("Sori stays on this computer and refused a connection to another one. Please report this.")
            )

    def _permits_address(self, sock: Any, address: Any) -> bool:
        family = getattr(sock, "family", None)
        if family in _LOCAL_FAMILIES or address is None:
            # No address: the socket is connected already, and was checked then.
            return True
        is_internet = family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple)
        return is_internet and self.permits(as_host(address[0]))


_guard: Final = _Guard()


def install() -> None:
    """Keep this process, and the children it starts, on this machine. Twice is harmless."""
    os.environ[LOCAL_ONLY] = "1"
    if not _guard.is_installed:
        _guard.is_installed = True
        _remember_look_ups()
        sys.addaudithook(_guard.hook)


def install_if_inherited() -> None:
    """Install the guard if the process that started this one has it."""
    if os.environ.get(LOCAL_ONLY) == "1":
        install()


@contextmanager
def allowed(hosts: Iterable[str]) -> Iterator[None]:
    """Open exactly these hosts, names or addresses, to this process until left; nesting adds up."""
    names = frozenset(as_host(host) for host in hosts)
    _guard.open(names)
    try:
        yield
    finally:
        _guard.close(names)


def is_loopback(host: str) -> bool:
    """Return whether a name or address means this machine."""
    return as_host(host) in _LOCAL_NAMES - {""} or _is_loopback(as_host(host))


def as_host(host: Any) -> str:
    """Return a host as it is compared: text in lower case, without the brackets of an address."""
    if host is None:
        return ""
    text = host.decode("idna", "replace") if isinstance(host, bytes | bytearray) else str(host)
    return text.strip("[]").lower()


def _is_loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _remember_look_ups() -> None:
    # An audit hook sees what is asked and not what is answered, and a second look-up of our own may
    # answer differently. So the function everybody looks names up with tells us what it found.
    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        found = look_up(host, *arguments, **options)
        _guard.learn(as_host(host), {as_host(one[4][0]) for one in found})
        return found

    socket.getaddrinfo = getaddrinfo
