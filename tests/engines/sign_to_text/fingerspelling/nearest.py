"""A small recogniser without training: the drawn shape that a hand is nearest to."""

import numpy as np
from numpy.typing import NDArray

from engines.hands import Hand
from engines.hands.kinematics import pose_points
from engines.hands.shapes import ShapePack, alphabet, motions, variants
from engines.sign_to_text.fingerspelling.features import canonical, features

SHARPNESS, UNLIKE = 1500.0, 0.006


class NearestShape:
    """Knows the shapes of some packs; implements `session.Shapes`."""

    def __init__(self, *packs: ShapePack) -> None:
        named = [
            (name, points)
            for pack in packs
            for name in alphabet(pack)
            if name not in motions(pack)
            for points in pose_points(variants(pack, name))
        ]
        self.names = (*dict.fromkeys(name for name, _points in named), "")
        self._columns = np.array([self.names.index(name) for name, _points in named])
        self._known = features(canonical(np.array([points[:, :2] for _name, points in named])))

    def __call__(self, hand: Hand) -> NDArray[np.float32]:
        points = np.array([hand.points], np.float32)
        own = features(canonical(points, is_left=hand.side == "left"))
        apart = ((self._known - own) ** 2).mean(axis=1)
        row = np.zeros(len(self.names), np.float32)
        np.maximum.at(row, self._columns, np.exp(-SHARPNESS * apart))
        row[-1] = np.exp(-SHARPNESS * UNLIKE)
        return row / row.sum()
