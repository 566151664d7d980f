"""A publisher of models on this machine that can be told to misbehave, and archives for it to serve."""

import contextlib
import hashlib
import io
import json
import random
import re
import ssl
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pytest

MODEL: Final = "vosk-model-small-en-us-0.1"
"""The model of `vosk_zip`, by its name a small one for American English."""
LIST: Final = "/model-list.json"

CERTIFICATE: Final = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgsRkd77sV5xeJJv4H
Q8KH2nrECze6iWlMXVSLiZzAX6uhRANCAAT26WOHFzyPr70xP2SRhF1iDJ12eHIq
fVkBIBY/dIQ56uCotDQ0UUY1kU3ps9xzOqY+1TMYZei6kG3S1XmKxY7+
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBazCCARCgAwIBAgIBATAKBggqhkjOPQQDAjAbMRkwFwYDVQQDDBBTb3JpIHRl
c3Qgc2VydmVyMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAbMRkw
FwYDVQQDDBBTb3JpIHRlc3Qgc2VydmVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
QgAE9uljhxc8j6+9MT9kkYRdYgyddnhyKn1ZASAWP3SEOergqLQ0NFFGNZFN6bPc
czqmPtUzGGXoupBt0tV5isWO/qNDMEEwDwYDVR0TAQH/BAUwAwEB/zAPBgNVHREE
CDAGhwR/AAABMB0GA1UdDgQWBBTJsrJmiexr02c91lkM2bJ8VrY++TAKBggqhkjO
PQQDAgNJADBGAiEA5dhBi3mfd/7+JED+x2HMSFZ9u3JP7nPmrDmHFQBu8UUCIQDj
C6YQx5Ih+b4VFKL1q3613hENl6xRLM0KXBpOkQG49A==
-----END CERTIFICATE-----
"""
"""For TLS on 127.0.0.1, made for these tests, and trusted by nobody else."""


@dataclass
class File:
    """What stands at one address, and how the server behaves when asked for it."""

    content: bytes = b""
    breaks_after: list[int] = field(default_factory=list)
    """For each request in turn: the connection is dropped after so many bytes."""
    stalls_after: list[int] = field(default_factory=list)
    """For each request in turn: nothing more is sent after so many bytes, and the connection stays."""
    statuses: list[int] = field(default_factory=list)
    """For each request in turn: answered with this status and nothing else."""
    redirect: str = ""
    claims_bytes: int | None = None
    """The length it announces, whatever it sends."""
    has_length: bool = True
    is_range_ignored: bool = False
    tag: str = ""
    """The ETag; empty: the content's own digest; "none": there is none."""

    @property
    def etag(self) -> str:
        return self.tag or f'"{hashlib.sha256(self.content).hexdigest()[:16]}"'


class ModelServer:
    """Serves `files` on a port of this machine, and remembers what it was asked for."""

    def __init__(self, certificate: Path | None = None) -> None:
        self.files: dict[str, File] = {}
        self.asked: list[tuple[str, Message]] = []
        """Path and headers of every request, in order."""
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.publisher = self
        self._scheme = "https" if certificate else "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), name="model server")
        self._thread.start()

    def url(self, path: str) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}{path}"

    def put(self, path: str, content: bytes = b"", **manners: Any) -> File:
        """Place a file, and return it, so that a test can change its manners later."""
        self.files[path] = File(content, **manners)
        return self.files[path]

    def ranges(self, path: str) -> list[str]:
        """Return the Range header of every request for `path`, empty where there was none."""
        return [headers.get("Range", "") for asked, headers in self.asked if asked == path]

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    publisher: ModelServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError | ssl.SSLError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        publisher = self.server.publisher
        # Asked as a proxy, it gets a whole address: it then answers for whatever host that names.
        path = re.sub(r"^http://[^/]+", "", self.path)
        publisher.asked.append((path, self.headers))
        file = publisher.files.get(path)
        if file is None or file.statuses:
            self._refuse(file.statuses.pop(0) if file else 404)
        elif file.redirect:
            self.send_response(302)
            self.send_header("Location", file.redirect)
            self.end_headers()
        else:
            self._send(file)

    def _refuse(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, file: File) -> None:
        start = self._start(file)
        if start is None:
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(file.content)}")
            self.end_headers()
            return
        body = file.content[start:]
        self.send_response(206 if start else 200)
        if file.tag != "none":
            self.send_header("ETag", file.etag)
        if start:
            last = len(file.content) - 1
            self.send_header("Content-Range", f"bytes {start}-{last}/{len(file.content)}")
        if file.has_length:
            claimed = file.claims_bytes if file.claims_bytes is not None else len(body)
            self.send_header("Content-Length", str(claimed))
        self.end_headers()
        if file.breaks_after:
            body = body[: file.breaks_after.pop(0)]
        is_stalling = bool(file.stalls_after)
        if is_stalling:
            body = body[: file.stalls_after.pop(0)]
        self.wfile.write(body)
        self.wfile.flush()
        if is_stalling:
            self.server.publisher.closing.wait(60)

    def _start(self, file: File) -> int | None:
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        condition = self.headers.get("If-Range")
        if not wanted or file.is_range_ignored or (condition and condition != file.etag):
            return 0
        return int(wanted[1]) if int(wanted[1]) < len(file.content) else None

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the name of the standard library
        pass


@contextlib.contextmanager
def serving(certificate: Path | None = None) -> Iterator[ModelServer]:
    """Run a server for the length of the context, with TLS if it has a certificate."""
    server = ModelServer(certificate)
    try:
        yield server
    finally:
        server.close()


def vosk_files(seed: int = 1) -> dict[str, bytes]:
    """Return the files that Vosk's loader asks for; their content is noise that no loader would take."""
    noise = random.Random(seed)
    return {
        "am/final.mdl": noise.randbytes(300_000),
        "conf/model.conf": b"--min-active=200\n",
        "conf/mfcc.conf": b"--sample-frequency=16000\n",
        "graph/HCLr.fst": noise.randbytes(50_000),
        "graph/Gr.fst": noise.randbytes(50_000),
        "graph/disambig_tid.int": b"1\n2\n",
    }


def zipped(files: dict[str, bytes], top: str = MODEL) -> bytes:
    """Return a zip of `files` below the folder `top`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{top}/{name}" if top else name, content)
    return out.getvalue()


@cache
def vosk_zip(seed: int = 1) -> bytes:
    """Return an archive as a publisher offers it."""
    return zipped(vosk_files(seed))


def catalogue_file(
    folder: Path,
    *urls: str,
    list_url: str = "",
    digest_of: bytes | None = None,
    model_id: str = MODEL,
    size_bytes: int | None = None,
) -> Path:
    """Write a catalogue with one model, to be had at the first address; the others are mirrors."""
    quoted = json.dumps
    lines = ["[[models]]", f"id = {quoted(model_id)}", 'engine = "vosk"', 'kind = "small"']
    lines += ['languages = ["en-US"]', 'licence = "Apache-2.0"', f"address = {quoted(urls[0])}"]
    lines += ['accuracy = "Test 1.0 %"', 'accuracy_source = "tests"']
    lines.append(f"size_bytes = {len(vosk_zip()) if size_bytes is None else size_bytes}")
    if digest_of is not None:
        lines.append(f"sha256 = {quoted(hashlib.sha256(digest_of).hexdigest())}")
    if list_url:
        lines += ["[[publishers]]", 'engine = "vosk"', f"list_url = {quoted(list_url)}"]
    for url in urls[1:]:
        lines += ["[[mirrors]]", 'engine = "vosk"', f"address = {quoted(url)}"]
    path = folder / "catalogue.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def published(address: str, md5_of: bytes, **changes: object) -> bytes:
    """Return a publisher's list with one model, in the form of Vosk's."""
    row: dict[str, object] = {
        "lang": "en-us",
        "lang_text": "US English",
        "md5": hashlib.md5(md5_of, usedforsecurity=False).hexdigest(),
        "name": MODEL,
        "obsolete": "false",
        "size": len(md5_of),
        "size_text": "1M",
        "type": "small",
        "url": address,
        "version": "0.1",
    }
    return json.dumps([row | changes]).encode()


def without_proxies(monkeypatch: "pytest.MonkeyPatch") -> None:
    """Forget what the environment says of proxies and certificates, so that the server here is reached."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
