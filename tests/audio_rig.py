"""A private PulseAudio: a loudspeaker that goes nowhere, a recorder that listens to it, and a microphone."""

import os
import shutil
import subprocess
import tempfile
import time
import wave
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

RATE_HZ: Final = 48000
_WITH_US: Final = ("setpriv", "--pdeathsig", "TERM")
"""Ends the listener with this process, should that crash; the server then ends when it is idle."""
_MICROPHONE: Final = ("module-remap-source", "master=micsink.monitor", "source_name=vmic")
_ASOUNDRC: Final = "pcm.!default { type pulse }\nctl.!default { type pulse }\n"


class Rig:
    """The running sound server. `environment` is what a child process needs to play into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._socket = folder / "pulse.sock"
        self._server: subprocess.Popen[bytes] | None = None
        self._listeners: list[subprocess.Popen[bytes]] = []
        asoundrc = folder / "asoundrc"
        asoundrc.write_text(_ASOUNDRC)
        system = Path("/usr/share/alsa/alsa.conf")
        # Named by variables, because PortAudio would otherwise look into the user's own home folder.
        self.environment = {
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_COOKIE": str(folder / "cookie"),
            "ALSA_CONFIG_PATH": f"{system}:{asoundrc}",
        }

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=20", "--use-pid-file=no"]
        command += ["-L", f"module-native-protocol-unix socket={self._socket} auth-anonymous=1"]
        for name in ("spk", "micsink"):
            command += ["-L", f"module-null-sink sink_name={name} rate={RATE_HZ} channels=1"]
        command += ["-L", " ".join(_MICROPHONE)]
        log = (self.folder / "pulseaudio.log").open("ab")
        environment = {**os.environ, **self.environment, "HOME": str(self.folder)}
        self._server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        log.close()
        deadline = time.monotonic() + 20
        while not self._output("pactl", "info"):
            assert time.monotonic() < deadline, (self.folder / "pulseaudio.log").read_text()
            time.sleep(0.05)
        self.control("set-default-sink", "spk")
        self.control("set-default-source", "vmic")
        self._listen()

    def _listen(self) -> None:
        # A sink that nobody listens to closely wakes every two seconds, unlike any real loudspeaker.
        environment = {**os.environ, **self.environment}
        for name in ("micsink", "spk"):
            command = [*_WITH_US, "parec", f"--device={name}.monitor", "--latency-msec=5", "--raw"]
            self._listeners.append(
                subprocess.Popen(
                    command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            )
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as trial:
            assert trial.stdout
            swift = 0
            while swift < 10:
                began = time.monotonic()
                trial.stdout.read(RATE_HZ // 50)
                swift = swift + 1 if time.monotonic() - began < 0.05 else 0
            trial.terminate()

    def stop(self) -> None:
        """End the server, as unplugging the loudspeaker would; harmless if it has ended."""
        for process in filter(None, (*self._listeners, self._server)):
            process.terminate()
            process.wait(10)
        self._listeners, self._server = [], None

    @contextmanager
    def recording(self) -> Iterator["Recording"]:
        """Record what the loudspeaker plays while the block runs."""
        command = ["parec", "--device=spk.monitor", "--format=s16le", "--channels=1"]
        command += [f"--rate={RATE_HZ}", "--latency-msec=10", "--raw"]
        path = Path(tempfile.mkstemp(dir=self.folder, suffix=".raw")[1])
        with path.open("wb") as out:
            recorder = subprocess.Popen(command, env={**os.environ, **self.environment}, stdout=out)
            try:
                while path.stat().st_size == 0 and recorder.poll() is None:
                    time.sleep(0.01)
                tape = Recording(path)
                yield tape
                time.sleep(0.3)
            finally:
                recorder.terminate()
                recorder.wait(10)

    def control(self, *command: str) -> str:
        """Tell the server something, as `pactl` does; return what it answers."""
        environment = {**os.environ, **self.environment}
        return subprocess.run(
            ("pactl", *command), env=environment, capture_output=True, text=True, check=True
        ).stdout

    def mute_microphone(self, is_muted: bool) -> None:
        """Turn the microphone's own switch."""
        self.control("set-source-mute", "vmic", str(int(is_muted)))

    def unplug_microphone(self) -> None:
        """Take the microphone away; nothing else is there to listen to."""
        self.control("unload-module", "module-remap-source")

    def plug_in_microphone(self) -> None:
        """Bring the microphone back."""
        self.control("load-module", *_MICROPHONE)
        self.control("set-default-source", "vmic")

    @contextmanager
    def sounding(self, samples: "array[int]", sink: str = "micsink") -> Iterator[None]:
        """Play mono samples at `RATE_HZ` again and again while the block runs."""
        path = Path(tempfile.mkstemp(dir=self.folder, suffix=".wav")[1])
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
            file.writeframes(samples.tobytes() * max(1, 60 * RATE_HZ // len(samples)))
        command = ["paplay", f"--device={sink}", "--latency-msec=20", str(path)]
        player = subprocess.Popen(command, env={**os.environ, **self.environment}, stderr=subprocess.DEVNULL)
        try:
            yield
        finally:
            player.terminate()
            player.wait(10)
            path.unlink()

    def _output(self, *command: str) -> bytes:
        environment = {**os.environ, **self.environment}
        return subprocess.run(command, env=environment, capture_output=True, check=False).stdout


class Recording:
    """What was heard, as 16-bit samples at `RATE_HZ`; complete once the recording has ended."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def samples(self) -> "array[int]":
        data = self._path.read_bytes()
        return array("h", data[: len(data) // 2 * 2])

    @property
    def sound_seconds(self) -> float:
        """How long it was not silent, from the first sound to the last."""
        heard = [index for index, sample in enumerate(self.samples) if abs(sample) > 30]
        return (heard[-1] - heard[0]) / RATE_HZ if heard else 0.0


@contextmanager
def running_rig() -> Iterator[Rig]:
    """Run a sound server and point this process to it; used by the fixture and by benchmarks."""
    folder = Path(tempfile.mkdtemp(prefix="sori-sound-"))
    rig = Rig(folder)
    before = {name: os.environ.get(name) for name in rig.environment}
    rig.start()
    os.environ.update(rig.environment)
    try:
        yield rig
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        rig.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def sound() -> Iterator[Rig]:
    """A loudspeaker for the whole run; everything in this process plays into it."""
    with running_rig() as rig:
        yield rig
