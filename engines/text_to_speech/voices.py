"""A voice that does not exist, as every engine tells it."""

from engines.errors import InputUnsupported
from engines.words import _


class VoiceMissing(InputUnsupported):
    """There is no voice of that name."""

    def __init__(self, voice: str) -> None:
        super().__init__(
            _("There is no voice {voice}. The command sori voices lists those there are.").format(voice=voice)
        )
