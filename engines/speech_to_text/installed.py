"""Which model of a recogniser is on this computer, and the offer of one that is not."""

import os
from pathlib import Path
from typing import Final

from engines.errors import ModelMissing
from engines.words import _

EXPLICIT: Final = "SORI_VOSK_MODEL"
"""The folder of a Vosk model to use whatever else is installed."""
_OFFERED: Final = {"en": "vosk-model-small-en-us-0.15", "ko": "vosk-model-small-ko-0.22"}


def vosk_model(language: str) -> Path:
    """Return the folder of the best Vosk model for a language.

    Raises:
        ModelMissing: if there is none; the sentence offers one.
        ModelDamaged: if the one there is cannot be used.
    """
    found = find_vosk_model(language)
    if found is None:
        raise ModelMissing(offer(language))
    return found


def find_vosk_model(language: str) -> Path | None:
    """Return the folder of the best Vosk model for a language, or None."""
    explicit = os.environ.get(EXPLICIT)
    if explicit:
        return Path(explicit)
    from engines.models import ModelStore

    return ModelStore().find("vosk", language)


def offer(language: str) -> str:
    """Return the sentence that offers a model for a language."""
    if language == "ko":
        sentence = _("There is no speech model for Korean yet. Fetch {model} with: sori models fetch {id}")
    else:
        sentence = _("There is no speech model for English yet. Fetch {model} with: sori models fetch {id}")
    return sentence.format(model=_title(language), id=_OFFERED[language])


def weakness() -> str:
    """Return the sentence that tells what to expect without a model."""
    sentence = _(
        "Without a speech model many words of free speech are heard wrong; "
        "fetch {model} with: sori models fetch {id}"
    )
    return sentence.format(model=_title("en"), id=_OFFERED["en"])


def _title(language: str) -> str:
    """Return title, size and licence of the model that is offered, as the catalogue has them."""
    from engines.models import ModelStore

    model_id = _OFFERED[language]
    return next((model.offer for model in ModelStore().catalogue() if model.id == model_id), model_id)
