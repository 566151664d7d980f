"""One HTTP request in a thread of its own, so that whoever waits for it can show progress and give up.

Reading from a socket cannot be cut into short steps: a library that is timed out mid-way throws the
connection away. So a private thread reads, and the generator that wants the file looks into a queue.
Only the generator writes to disk; a thread that was left behind in a slow look-up does no harm.
"""

import os
import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from engines import network
from engines.errors import ModelMissing
from engines.words import _

if TYPE_CHECKING:
    import requests

_BLOCK_BYTES: Final = 128 * 1024
_BLOCKS_WAITING: Final = 16
_MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_PAUSE_SECONDS: Final = 0.05


@dataclass(frozen=True)
class Patience:
    """How long to wait, and how often to try."""

    connect_seconds: float = 15.0
    stall_seconds: float = 30.0
    """Without a single byte."""
    tries: int = 5
    """In a row that bring nothing new."""
    backoff_seconds: float = 1.0
    """Before the second try; twice as long before each one that follows, at most 30 s."""


class Broken(Exception):
    """The connection failed in a way that may pass; trying again is worth it."""

    def __init__(self, reason: str, retry_after_seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True)
class Answer:
    """What the server said before it sent anything."""

    url: str
    """After redirects."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""


class _End:
    """All has been sent."""


@dataclass(frozen=True)
class Request:
    """What to ask for, and which hosts may answer."""

    url: str
    headers: Mapping[str, str]
    hosts: frozenset[str]
    patience: Patience


class Connection:
    """A request under way. Iterate over `items` for what arrives; `close` ends it."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._arrived: queue.Queue[Answer | bytes | Exception | _End] = queue.Queue(_BLOCKS_WAITING)
        self._is_closed = threading.Event()
        self._response: requests.Response | None = None
        self._thread = threading.Thread(target=self._run, name="model download", daemon=True)
        self._thread.start()

    def items(self) -> Iterator[Answer | bytes | None]:
        """Yield the answer, then its content block by block; None each 50 ms while nothing comes.

        Raises:
            Broken: if it failed in a way that may pass.
            ModelMissing: if trying again would not help.
        """
        while True:
            try:
                item = self._arrived.get(timeout=_PAUSE_SECONDS)
            except queue.Empty:
                yield None
                continue
            if isinstance(item, Exception):
                raise item
            if isinstance(item, _End):
                return
            yield item

    def close(self) -> None:
        """Stop reading. Twice is harmless."""
        self._is_closed.set()
        response = self._response
        if response is not None:
            # Wakes the thread out of its read; the socket may be gone already.
            with suppress(OSError, ValueError, RuntimeError):
                response.raw.shutdown()
        self._thread.join(_PAUSE_SECONDS)

    def _run(self) -> None:
        try:
            self._read()
            self._put(_End())
        except Exception as error:  # handed over to the generator, which raises it
            self._put(_in_our_terms(error, self._request.url))

    def _put(self, item: Answer | bytes | Exception | _End) -> bool:
        while not self._is_closed.is_set():
            try:
                self._arrived.put(item, timeout=_PAUSE_SECONDS)
            except queue.Full:
                continue
            return True
        return False

    def _read(self) -> None:
        import requests

        with requests.Session() as session:
            # Else it would send passwords from .netrc along.
            session.trust_env = False
            with self._ask(session) as response:
                self._response = response
                headers = {name.lower(): value for name, value in response.headers.items()}
                if not self._put(Answer(response.url, response.status_code, headers)):
                    return
                while not self._is_closed.is_set():
                    block = response.raw.read1(_BLOCK_BYTES)
                    if not (block and self._put(block)):
                        return

    def _ask(self, session: "requests.Session") -> "requests.Response":
        url = self._request.url
        for _redirect in range(_MOST_REDIRECTS + 1):
            self._check(url)
            response = self._get(session, url)
            if response.status_code not in _REDIRECTS or "Location" not in response.headers:
                return response
            response.close()
            url = urljoin(url, response.headers["Location"])
        raise ModelMissing(
            _("{host} sends us round in circles. Try again later, or import the model from a file.").format(
                host=host_of(self._request.url)
            )
        )

    def _get(self, session: "requests.Session", url: str) -> "requests.Response":
        import requests

        try:
            return session.get(
                url,
                headers={"User-Agent": "sori", "Accept-Encoding": "identity", **self._request.headers},
                timeout=(self._request.patience.connect_seconds, self._request.patience.stall_seconds),
                proxies=proxies(url),
                verify=_certificates(),
                stream=True,
                allow_redirects=False,
            )
        except requests.exceptions.RequestException:
            raise
        except ValueError as error:
            # It looks at where a redirect leads to, even if it does not go there.
            raise self._stranger("?") from error

    def _check(self, url: str) -> None:
        """Go only where the user agreed to, and only where nobody can listen in."""
        host = host_of(url)
        is_safe = urlsplit(url).scheme == "https" or network.is_loopback(host)
        if not is_safe or host not in self._request.hosts:
            raise self._stranger(host or url[:100])

    def _stranger(self, other: str) -> ModelMissing:
        return ModelMissing(
            _("{host} sends us on to {other}, which is not trusted. Import the model from a file.").format(
                host=host_of(self._request.url), other=other
            )
        )


def host_of(url: str) -> str:
    """Return the host an address names, without its port; empty if it names none."""
    with suppress(ValueError):
        return network.as_host(urlsplit(url if "//" in url else f"//{url}").hostname)
    return ""


def proxies(url: str) -> dict[str, str]:
    """Return the system's proxies for an address, by scheme; none where they are to be passed by."""
    from urllib.request import getproxies, proxy_bypass

    return {} if proxy_bypass(host_of(url)) else getproxies()


def proxy_hosts(url: str) -> frozenset[str]:
    """Return the hosts of the proxies an address may be reached through."""
    wanted = (urlsplit(url).scheme, "all")
    return frozenset(host_of(proxy) for scheme, proxy in proxies(url).items() if scheme in wanted) - {""}


def _certificates() -> str | bool:
    """Return the authorities an organisation trusts in addition, or the usual ones."""
    named = (os.environ.get(name) for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"))
    return next((path for path in named if path), True)


def _in_our_terms(error: Exception, url: str) -> Exception:
    import requests
    import urllib3

    if isinstance(error, requests.exceptions.SSLError) and _is_identity_wrong(error):
        return ModelMissing(
            _("{host} could not prove who it is. Check this computer's date, then try again.").format(
                host=host_of(url)
            )
        )
    if isinstance(error, requests.exceptions.InvalidSchema | requests.exceptions.InvalidProxyURL):
        return ModelMissing(
            _("The system's proxy is of a kind Sori cannot use. Set an HTTP proxy, or import the model.")
        )
    passing = (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError)
    return Broken(type(error).__name__) if isinstance(error, passing) else error


def _is_identity_wrong(error: BaseException | None) -> bool:
    """Return whether a certificate was refused, rather than a secure connection broken off."""
    import ssl

    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__context__
    return error is not None
