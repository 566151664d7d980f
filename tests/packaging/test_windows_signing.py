"""Programs for Windows are signed, here by a certificate made for the test, and whoever has none is told."""

import subprocess
import sys
from pathlib import Path

import pytest

from releasing import signing, windows
from releasing.edition import CORE, FULL

PASSWORD = "비밀 'quoted' $word"
PROGRAM = "OutFile '{out}'\nUnicode true\nRequestExecutionLevel user\nSection\nSectionEnd\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a certificate of its own, good for an hour and for nobody."""
    folder = tmp_path_factory.mktemp("signing")
    key, mine = folder / "key.pem", folder / "certificate.pem"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=Sori test",
    ]
    use = ["-addext", "extendedKeyUsage=codeSigning"]
    _quietly(*made, *use, "-keyout", str(key), "-out", str(mine))
    _quietly(
        *("openssl", "pkcs12", "-export", "-inkey", str(key), "-in", str(mine)),
        *("-passout", f"pass:{PASSWORD}", "-out", str(folder / "certificate.pfx")),
    )
    return folder


@pytest.fixture
def by(folder: Path, monkeypatch: pytest.MonkeyPatch) -> signing.Certificate:
    """Return the certificate as it is set up for a release."""
    monkeypatch.setenv("SORI_SIGNING_CERTIFICATE", str(folder / "certificate.pfx"))
    monkeypatch.setenv("SORI_SIGNING_PASSWORD", PASSWORD)
    monkeypatch.delenv("SORI_TIMESTAMP_ADDRESS", raising=False)
    found = signing.certificate()
    assert found is not None
    return found


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Return a real program for Windows."""
    return make_program(tmp_path / "프로그램.exe")


def make_program(file: Path) -> Path:
    script = file.with_suffix(".nsi")
    script.write_text(PROGRAM.format(out=file), encoding="utf-8")
    _quietly("makensis", "-V1", "-INPUTCHARSET", "UTF8", str(script))
    script.unlink()
    return file


def _quietly(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def is_signed(file: Path, folder: Path) -> bool:
    """Ask the verifier, which trusts our certificate alone."""
    ask = ["osslsigncode", "verify", "-CAfile", str(folder / "certificate.pem"), "-in", str(file)]
    return subprocess.run(ask, capture_output=True, check=False).returncode == 0


def test_a_program_is_signed_in_place(program: Path, by: signing.Certificate, folder: Path) -> None:
    # GIVEN a program without a signature
    assert not is_signed(program, folder)
    # WHEN
    signing.sign(program, by)
    # THEN it has ours, a changed byte is found out, and nothing else is left
    assert is_signed(program, folder)
    assert [file.name for file in program.parent.iterdir()] == [program.name]
    content = bytearray(program.read_bytes())
    content[len(content) // 2] ^= 1
    program.write_bytes(content)
    assert not is_signed(program, folder)


def test_both_executables_the_uninstaller_and_the_installer_are_signed(
    tmp_path: Path, by: signing.Certificate, folder: Path
) -> None:
    # GIVEN a frozen application of real programs
    frozen = tmp_path / "frozen"
    (frozen / "_internal").mkdir(parents=True)
    (frozen / "_internal" / "a").touch()
    for name in (windows.COMMAND, windows.WINDOW):
        make_program(frozen / name)
    # WHEN the installer is made by somebody with a certificate, and by somebody without
    signed = windows.build(frozen, tmp_path, FULL, "0.1.0", compressor="zlib", by=by)
    unsigned = windows.build(frozen, tmp_path, CORE, "0.1.0", compressor="zlib")
    # THEN all of the first is signed
    assert all(is_signed(frozen / name, folder) for name in (windows.COMMAND, windows.WINDOW))
    assert is_signed(signed, folder)
    assert not is_signed(unsigned, folder)
    # AND also what is inside: signed outside alone, it is smaller by the uninstaller's signature
    signing.sign(unsigned, by)
    assert signed.stat().st_size - unsigned.stat().st_size > 1000


def test_a_wrong_password_leaves_the_program_as_it_was(program: Path, by: signing.Certificate) -> None:
    before = program.read_bytes()
    with pytest.raises(signing.NotSigned, match=r"프로그램\.exe could not be signed: "):
        signing.sign(program, signing.Certificate(by.file, "wrong"))
    assert program.read_bytes() == before
    assert [file.name for file in program.parent.iterdir()] == [program.name]


def test_as_a_program_it_says_what_is_missing(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN no certificate, then one that is not there
    for value, sentence in (("", "is not set, so nothing is signed"), ("nowhere.pfx", "is not there")):
        monkeypatch.setenv("SORI_SIGNING_CERTIFICATE", value)
        # WHEN
        answer = subprocess.run(
            [sys.executable, str(Path(signing.__file__)), str(program)],
            capture_output=True,
            text=True,
            check=False,
        )
        # THEN one sentence says so
        assert answer.returncode == 1
        assert sentence in answer.stderr
        assert len(answer.stderr.splitlines()) == 1


def test_no_certificate_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SORI_SIGNING_CERTIFICATE", raising=False)
    assert signing.certificate() is None


def test_each_tool_is_asked_for_a_time_stamp_and_sha_256(tmp_path: Path) -> None:
    # GIVEN a certificate, and a server for time stamps
    by = signing.Certificate(tmp_path / "c.pfx", PASSWORD, "http://127.0.0.1/stamps")
    file, signed, secret = tmp_path / "a.exe", tmp_path / "a.exe.signed", tmp_path / "password"
    # WHEN, THEN: only Microsoft's own takes the password on its command line
    sdk = signing.command(Path("signtool.exe"), file, signed, by, secret)
    assert sdk[-1] == str(signed)
    assert "/tr http://127.0.0.1/stamps /td sha256" in " ".join(sdk)
    ours = signing.command(Path("osslsigncode"), file, signed, by, secret)
    assert "-ts http://127.0.0.1/stamps" in " ".join(ours)
    assert PASSWORD not in ours
    assert "sha256" in sdk
    assert "sha256" in ours
