"""The models that engines need: which there are, which are here, and how they get here.

Nothing is fetched by itself: whoever calls `ModelStore.fetch` has asked the user.
"""

from engines.models.connection import Patience
from engines.models.fetching import Interrupted
from engines.models.model import Model, Progress, Stage, size
from engines.models.store import ModelStore, Offer

__all__ = ["Interrupted", "Model", "ModelStore", "Offer", "Patience", "Progress", "Stage", "size"]
