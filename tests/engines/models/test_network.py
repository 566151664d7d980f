"""The guard keeps a process and its children on this machine, and opens exactly what it is told to.

The guard cannot be taken out of a process again, so each test has one of its own. `sys.audit` raises
the very events that connecting raises, so nothing leaves the machine even where it would be allowed.
"""

import json
import subprocess
import sys
from typing import Any, Final

START: Final = """
import json, socket, subprocess, sys, threading
from engines import network

# Another resolver: no test may ask a real one. The guard wraps whatever is there when it is installed.
ANSWERS = {"models.example": "198.51.100.7", "other.example": "198.51.100.8"}
real = socket.getaddrinfo
def resolver(host, *arguments, **options):
    if host not in ANSWERS:
        return real(host, *arguments, **options)
    sys.audit("socket.getaddrinfo", host, 443, 0, 0, 0)
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ANSWERS[host], 443))]
socket.getaddrinfo = resolver

network.install()
network.install()
tcp, udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)

def refused(action, *arguments):
    try:
        action(*arguments)
    except network.NetworkRefused as error:
        assert isinstance(error, OSError)
        return str(error)
    return ""

def connects(host, sock=tcp):
    return not refused(sys.audit, "socket.connect", sock, (host, 443))

def looks_up(host):
    return not refused(socket.getaddrinfo, host, 443)
"""


def guarded(program: str) -> Any:
    """Run `program` in a guarded process and return what it puts into `told`."""
    whole = f"{START}\ntold = {{}}\n{program}\nprint(json.dumps(told))"
    answer = subprocess.run([sys.executable, "-c", whole], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_other_machines_are_refused_by_every_road() -> None:
    # WHEN something tries to reach another machine, really
    told = guarded("""
def listening():
    with socket.socket() as one:
        one.bind(("0.0.0.0", 0))
def listening_without_a_name():
    with socket.socket() as one:
        one.bind(("", 0))
told["connect"] = refused(socket.create_connection, ("198.51.100.7", 80), 1)
told["name"] = refused(socket.create_connection, ("elsewhere.example", 80), 1)
told["old look-up"] = refused(socket.gethostbyname, "elsewhere.example")
told["reverse look-up"] = refused(socket.gethostbyaddr, "198.51.100.7")
told["packet"] = refused(udp.sendto, b"x", ("198.51.100.7", 53))
told["message"] = refused(udp.sendmsg, [b"x"], [], 0, ("198.51.100.7", 53))
told["listening to all"] = refused(listening)
told["listening without a name"] = refused(listening_without_a_name)
import requests, urllib.request
def by_requests():
    try:
        requests.get("http://198.51.100.7/", timeout=1)
    except requests.ConnectionError as error:
        while error and not isinstance(error, network.NetworkRefused):
            error = error.__context__
        raise error
told["requests"] = refused(by_requests)
def by_urllib():
    try:
        urllib.request.urlopen("http://198.51.100.7/", timeout=1)
    except urllib.error.URLError as error:
        raise error.reason
told["urllib"] = refused(by_urllib)
""")
    # THEN each was refused with the sentence
    assert all("Sori stays on this computer" in sentence for sentence in told.values()), told


def test_this_machine_can_be_reached() -> None:
    # WHEN two ends of this machine talk: by address, by name, by a local socket, by packet
    told = guarded("""
import tempfile, os
server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]
socket.create_connection(("127.0.0.1", port)).close()
socket.create_connection(("localhost", port)).close()
udp.sendto(b"x", ("127.0.0.1", port))
with tempfile.TemporaryDirectory() as folder:
    unix = socket.socket(socket.AF_UNIX)
    unix.bind(os.path.join(folder, "s"))
    unix.listen()
    socket.socket(socket.AF_UNIX).connect(os.path.join(folder, "s"))
six = socket.socket(socket.AF_INET6)
sixes = ("::1", "::ffff:127.0.0.1", "2001:db8::1", "::ffff:198.51.100.7")
told["six"] = [connects(host, six) for host in sixes]
fours = ("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "169.254.1.1")
told["four"] = [connects(host) for host in fours]
""")
    # THEN nothing was refused but what leads elsewhere
    assert told == {"six": [True, True, False, False], "four": [True, True, False, False, False]}


def test_exactly_the_allowed_hosts_are_open_until_it_ends() -> None:
    # WHEN a host is opened, looked up, and closed again
    told = guarded("""
told["before"] = [looks_up("models.example"), connects("198.51.100.7")]
with network.allowed(["Models.Example"]):
    told["not looked up"] = connects("198.51.100.7")
    told["inside"] = [looks_up("models.example"), connects("198.51.100.7"), connects("models.example")]
    told["others"] = [looks_up("other.example"), connects("198.51.100.8"), connects("sub.models.example")]
    threads = []
    thread = threading.Thread(target=lambda: threads.append(connects("198.51.100.7")))
    thread.start(); thread.join()
    told["threads"] = threads
told["after"] = [looks_up("models.example"), connects("198.51.100.7"), connects("models.example")]
""")
    # THEN it and its addresses could be reached in between, and nobody else
    assert told == {
        "before": [False, False],
        "not looked up": False,
        "inside": [True, True, True],
        "others": [False, False, False],
        "threads": [True],
        "after": [False, False, False],
    }


def test_two_downloads_do_not_close_each_others_hosts() -> None:
    told = guarded("""
first, second = network.allowed(["models.example"]), network.allowed(["models.example", "other.example"])
first.__enter__(); second.__enter__(); looks_up("models.example"); looks_up("other.example")
first.__exit__(None, None, None)
told["one left"] = [connects("198.51.100.7"), connects("198.51.100.8")]
second.__exit__(None, None, None)
told["none left"] = [connects("198.51.100.7"), connects("198.51.100.8")]
""")
    assert told == {"one left": [True, True], "none left": [False, False]}


def test_it_closes_when_the_work_fails() -> None:
    told = guarded("""
try:
    with network.allowed(["models.example"]):
        raise KeyError
except KeyError:
    told["after"] = looks_up("models.example")
""")
    assert told == {"after": False}


def test_children_inherit_the_guard_closed() -> None:
    # WHEN a guarded process starts a child in the middle of a download
    told = guarded("""
child = '''
import socket
from engines import network
network.install_if_inherited()
try:
    socket.create_connection(("198.51.100.7", 80), 1)
except network.NetworkRefused:
    print("refused")
'''
with network.allowed(["198.51.100.7"]):
    answer = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True)
    told["child"] = answer.stdout.strip()
    told["parent"] = connects("198.51.100.7")
""")
    # THEN the child has the guard, and not the opening
    assert told == {"child": "refused", "parent": True}


def test_a_process_without_the_guard_is_left_alone() -> None:
    program = (
        "from engines import network; network.install_if_inherited(); print(network._guard.is_installed)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


def test_the_log_tells_no_names() -> None:
    program = f"{START}\nrefused(socket.create_connection, ('elsewhere.example', 80), 1)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "refused socket.getaddrinfo" in answer.stderr
    assert "elsewhere" not in answer.stderr


def test_a_model_is_fetched_through_the_guard(tmp_path: Any) -> None:
    # GIVEN a guarded process, and a server
    from tests.model_server import MODEL, catalogue_file, serving, vosk_zip

    with serving() as server:
        server.put("/a.zip", vosk_zip())
        file = catalogue_file(tmp_path, server.url("/a.zip"), digest_of=vosk_zip())
        told = guarded(f"""
from pathlib import Path
from engines.models import ModelStore
store = ModelStore(Path({str(tmp_path / "models")!r}), Path({str(file)!r}))
told["stages"] = sorted({{step.stage for step in store.fetch(store.model({MODEL!r}))}})
told["path"] = store.path({MODEL!r}).name
""")
    # THEN it comes
    assert told["path"] == MODEL
    assert "done" in told["stages"]


def test_fetching_opens_the_hosts_of_the_model_and_no_others(tmp_path: Any) -> None:
    # GIVEN a model elsewhere, and a resolver that knows the place
    from tests.model_server import MODEL, catalogue_file

    file = catalogue_file(tmp_path, "https://models.example/a.zip", digest_of=b"")
    told = guarded(f"""
from pathlib import Path
from engines.models import ModelStore
for name in ("http_proxy", "https_proxy", "all_proxy"):
    import os
    os.environ.pop(name, None), os.environ.pop(name.upper(), None)
store = ModelStore(Path({str(tmp_path / "models")!r}), Path({str(file)!r}))
# The connection itself must not leave this machine: the look-up is answered by an address of ours.
ANSWERS["models.example"] = "127.0.0.1"
work = store.fetch(store.model({MODEL!r}))
next(work), next(work)
told["inside"] = [looks_up("models.example"), looks_up("other.example")]
work.close()
told["after"] = looks_up("models.example")
""")
    # THEN its host is open while it is being fetched, and closed when that ends
    assert told == {"inside": [True, False], "after": False}
