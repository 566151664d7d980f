"""A headless Chromium that draws pages, in a child process: descriptions in, pictures and measures out."""

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from training.cache import folder
from training.screens.web import fonts

_SOURCES: Final = Path(__file__).parent
_ADVICE: Final = (
    "Drawing web pages needs node, npm and chromium, for example: apt install nodejs npm chromium"
)


class Browser:
    """Draws one page after the other; close it when done."""

    def __init__(self) -> None:
        node, chromium = _program("node"), _program("chromium")
        place, bundles = installed()
        self._profile = tempfile.TemporaryDirectory(prefix="pages-")
        self._child = subprocess.Popen(
            [node, str(_SOURCES / "render.mjs"), str(place), str(bundles), chromium],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "FONTCONFIG_FILE": str(fonts.configuration()), "TMPDIR": self._profile.name},
        )

    def draw(self, description: dict[str, Any]) -> dict[str, Any]:
        """Return what was measured; `RuntimeError` if the page could not be drawn."""
        assert self._child.stdin
        assert self._child.stdout
        self._child.stdin.write(json.dumps(description) + "\n")
        self._child.stdin.flush()
        line = self._child.stdout.readline()
        if not line:
            raise RuntimeError("The browser has ended.")
        answer: dict[str, Any] = json.loads(line)
        if "trouble" in answer:
            raise RuntimeError(f"Page {description['seed']} of {description['kit']}: {answer['trouble']}")
        return answer

    def close(self) -> None:
        """End the browser and its helper."""
        assert self._child.stdin
        self._child.stdin.close()
        try:
            self._child.wait(10)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        if self._child.stdout:
            self._child.stdout.close()
        self._profile.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def pixels_of(png: str) -> NDArray[np.uint8]:
    """Return the picture in a base64 text: RGB, (h, w, 3)."""
    with Image.open(io.BytesIO(base64.b64decode(png))) as image:
        return np.asarray(image.convert("RGB"))


def installed() -> tuple[Path, Path]:
    """Fetch the kits of `package.json` by npm and bundle them, unless that was done.

    Returns the folder that holds them, and that of the bundles: another one for other sources, so that
    what draws now is not disturbed.
    """
    place = folder("web")
    wanted = (_SOURCES / "package.json").read_bytes()
    asked = place / "package.json"
    if not (place / "node_modules").is_dir() or not asked.is_file() or asked.read_bytes() != wanted:
        asked.write_bytes(wanted)
        subprocess.run(
            [
                _program("npm"),
                "install",
                "--no-audit",
                "--no-fund",
                "--no-package-lock",
                "--legacy-peer-deps",
                "--ignore-scripts",
            ],
            cwd=place,
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1"},
        )
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.read_bytes())
    bundles = place / "bundles" / digest.hexdigest()[:16]
    if not bundles.is_dir():
        with tempfile.TemporaryDirectory(dir=place) as made:
            command = [
                _program("node"),
                str(_SOURCES / "bundle.mjs"),
                str(_SOURCES),
                str(place),
                f"{made}/all",
            ]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            bundles.parent.mkdir(exist_ok=True)
            try:
                Path(made, "all").rename(bundles)
            except OSError:
                # another process was quicker
                if not bundles.is_dir():
                    raise
    return place, bundles


def _sources() -> list[Path]:
    return [
        *sorted(_SOURCES.rglob("*.mjs")),
        *sorted(_SOURCES.rglob("*.css")),
        _SOURCES / "icons.json",
        _SOURCES / "package.json",
    ]


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is missing. {_ADVICE}")
    return found
