"""Signs programs for Windows, in place: `python packaging/releasing/signing.py FILE…`.

SORI_SIGNING_CERTIFICATE names a file of PKCS#12 (.pfx), SORI_SIGNING_PASSWORD holds its password, and
SORI_TIMESTAMP_ADDRESS the server that vouches for the time: without it a signature ends with its certificate.
On Windows signtool of the Windows SDK signs, elsewhere osslsigncode. No key is in the repository. makensis
runs this file by its path, so nothing of ours is imported.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NAME: Final = "Sori"
_SDK: Final = "Windows Kits/10/bin/*/x64/signtool.exe"


class NotSigned(Exception):
    """A file could not be signed; the sentence says why."""


@dataclass(frozen=True)
class Certificate:
    """Who signs."""

    file: Path
    password: str
    timestamps: str = ""
    """The address of a server for time stamps (RFC 3161), or empty."""


def certificate(settings: Mapping[str, str] = os.environ) -> Certificate | None:
    """Return the certificate that is set, or None.

    Raises:
        NotSigned: the file that is set is not there.
    """
    if not (named := settings.get("SORI_SIGNING_CERTIFICATE", "")):
        return None
    if not Path(named).is_file():
        raise NotSigned("SORI_SIGNING_CERTIFICATE names a file that is not there.")
    password = settings.get("SORI_SIGNING_PASSWORD", "")
    return Certificate(Path(named), password, settings.get("SORI_TIMESTAMP_ADDRESS", ""))


def sign(file: Path, by: Certificate) -> None:
    """Sign one program; what was there is replaced only when the signed one is complete.

    Raises:
        NotSigned: there is no tool for it, or the tool says no.
    """
    tool = _tool()
    signed = file.with_name(file.name + ".signed")
    if tool.stem == "signtool":
        shutil.copyfile(file, signed)
    else:
        signed.unlink(missing_ok=True)
    # A folder that only we can enter holds the password as long as the tool runs.
    with tempfile.TemporaryDirectory() as folder:
        secret = Path(folder, "password")
        secret.write_text(by.password, encoding="utf-8")
        answer = subprocess.run(
            command(tool, file, signed, by, secret),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    if answer.returncode or not signed.is_file():
        signed.unlink(missing_ok=True)
        lines = (answer.stdout + answer.stderr).strip().splitlines() or ["the tool says nothing"]
        raise NotSigned(f"{file.name} could not be signed: {lines[-1]}")
    shutil.copymode(file, signed)
    signed.replace(file)


def command(tool: Path, file: Path, signed: Path, by: Certificate, secret: Path) -> list[str]:
    """Return the command line. osslsigncode reads the password from the file `secret`; signtool cannot."""
    if tool.stem == "signtool":
        stamp = ["/tr", by.timestamps, "/td", "sha256"] if by.timestamps else []
        given = ["/f", str(by.file), "/p", by.password, "/fd", "sha256", "/d", NAME]
        return [str(tool), "sign", "/q", *given, *stamp, str(signed)]
    stamp = ["-ts", by.timestamps] if by.timestamps else []
    given = ["-pkcs12", str(by.file), "-readpass", str(secret), "-h", "sha256", "-n", NAME]
    return [str(tool), "sign", *given, *stamp, "-in", str(file), "-out", str(signed)]


def command_line() -> str:
    """Return what signs the file named after it: for the uninstaller, which makensis makes by itself."""
    return f'"{sys.executable}" "{Path(__file__).resolve()}"'


def _tool() -> Path:
    for name in ("osslsigncode", "signtool"):
        if found := shutil.which(name):
            return Path(found)
    kits = sorted(Path(os.environ.get("PROGRAMFILES(X86)", "")).glob(_SDK)) if os.name == "nt" else []
    if not kits:
        raise NotSigned("Nothing here can sign: install osslsigncode, or the Windows SDK.")
    return kits[-1]


def main(arguments: Sequence[str]) -> int:
    """Sign the files; return the exit code."""
    try:
        by = certificate()
        if by is None:
            raise NotSigned("SORI_SIGNING_CERTIFICATE is not set, so nothing is signed.")
        for name in arguments:
            sign(Path(name), by)
    except NotSigned as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
