"""Makes libraries that take the place of OpenSSL 1.1 beside OpenCV's FFmpeg, and hold nothing of it.

OpenCV's last Linux wheels for numpy 1 bring an FFmpeg that is linked with OpenSSL 1.1, whose licence does
not go with the GPL. Sori hands OpenCV cameras and files, never addresses, so nothing there ever runs. A
stand-in has the same name and the same functions, each of which says "failed": FFmpeg then refuses https,
as it does where a server cannot be reached.
"""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

MARK: Final = b"sori stand-in for a library that does not ship"
"""Stands in each, so that the bill of materials can tell it from what it stands for."""
_FOLDER: Final = "opencv_python_headless.libs"
_STANDING_FOR: Final = ("libssl-*.so.1.1", "libcrypto-*.so.1.1")
_WANTED: Final = re.compile(r"\*UND\*\s+\S+\s+\(?(OPENSSL_[0-9_a-z]+)\)?\s+(\w+)$")
_MOST_BYTES: Final = 200_000


class NotMade(Exception):
    """The compiler or binutils failed; says how."""


def make(out: Path, site_packages: Path) -> Mapping[str, Path]:
    """Make the stand-ins in `out`; return the path of each by its place in the frozen folder.

    Empty where the wheel brings no OpenSSL 1.1, as on Windows and macOS. Needs `cc` and `objdump`.

    Raises:
        NotMade: if one cannot be made.
    """
    folder = site_packages / _FOLDER
    replaced = [path for pattern in _STANDING_FOR for path in sorted(folder.glob(pattern))]
    others = [path for path in sorted(folder.glob("*.so*")) if path not in replaced]
    functions = wanted_functions(others) if replaced else {}
    out.mkdir(parents=True, exist_ok=True)
    return {f"{_FOLDER}/{path.name}": _compile(out / path.name, functions) for path in replaced}


def wanted_functions(libraries: list[Path]) -> dict[str, set[str]]:
    """Return what these libraries want of OpenSSL: the functions' names by the version they ask for."""
    found: dict[str, set[str]] = {}
    for path in libraries:
        for line in _run(["objdump", "-T", str(path)]).splitlines():
            if match := _WANTED.search(line):
                found.setdefault(match[1], set()).add(match[2])
    return found


def is_stand_in(path: Path) -> bool:
    """Whether a file is one of these, not what it stands for."""
    return path.stat().st_size < _MOST_BYTES and MARK in path.read_bytes()


def _compile(target: Path, functions: dict[str, set[str]]) -> Path:
    # Each of the two has all functions: which of them FFmpeg looks into first does not matter then.
    names = sorted(name for some in functions.values() for name in some)
    code = f'const char sori_stand_in[] = "{MARK.decode()}";\n'
    code += "".join(f"long {name}(void) {{ return 0; }}\n" for name in names)
    source, script = target.with_suffix(".c"), target.with_suffix(".map")
    source.write_text(code, encoding="ascii")
    versions = (f"{version} {{ global: {'; '.join(sorted(some))}; }};" for version, some in functions.items())
    script.write_text("\n".join(versions) + "\n", encoding="ascii")
    flags = ["-shared", "-fPIC", "-nostdlib", "-s", f"-Wl,-soname,{target.name}"]
    _run(["cc", *flags, f"-Wl,--version-script,{script}", "-o", str(target), str(source)])
    source.unlink()
    script.unlink()
    return target


def _run(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except FileNotFoundError as error:
        raise NotMade(f"{command[0]} is not here; install gcc and binutils") from error
    except subprocess.CalledProcessError as error:
        raise NotMade(f"{command[0]} failed: {error.stderr.strip()}") from error
