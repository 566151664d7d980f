"""Says which control each box on a screenshot is, by rules that can be read aloud."""

from collections.abc import Sequence

from engines.image_description.boxes import likeness
from engines.image_description.screen.rules_bars import find_bars
from engines.image_description.screen.rules_controls import name_frame
from engines.image_description.screen.rules_evidence import Picture, Pixels
from engines.image_description.screen.rules_frames import find_frames
from engines.image_description.screen.rules_pictures import find_icons, find_images
from engines.image_description.screen.rules_states import with_states
from engines.image_description.screen.rules_surroundings import Lines, nested, share_inside
from engines.image_description.screen.rules_switches import find_switches
from engines.image_description.screen.rules_tabs import find_tabs
from engines.image_description.screen.rules_text import find_links, text_buttons
from engines.image_description.screen.rules_toggles import find_toggles
from engines.results import Box, Element, TextLine


class RuleClassifier:
    """Names controls by rules; a trained classifier can stand in its place."""

    def classify(
        self, pixels: Pixels, proposals: Sequence[Box], lines: Sequence[TextLine]
    ) -> tuple[Element, ...]:
        """Return the controls among the proposals, top to bottom; RGB (height, width, 3).

        Works on boxes of lines not read yet (`text` empty), and better once they are. What the rules
        are not sure of is left out. Boxes of the result do not overlap, but for icons inside fields.
        """
        picture, known = Picture(pixels), Lines(lines)
        if min(picture.width, picture.height) < 16:
            return ()
        images = find_images(picture, proposals, known)
        drawn = [box for box in proposals if not any(share_inside(box, one.box) > 0.9 for one in images)]
        frames = find_frames(picture, drawn, known)
        small = _without_overlap(
            [
                *find_switches(picture, drawn, known),
                *find_toggles(picture, drawn, known, [frame.box for frame in frames]),
                *find_bars(picture, drawn, known),
            ]
        )
        inside = nested([frame.box for frame in frames], 0.9)
        named = [
            element
            for frame, inner in zip(frames, inside, strict=True)
            if (element := name_frame(picture, frame, [frames[index] for index in inner], frames, known))
        ]
        tabs = find_tabs(picture, known, named, [frame.box for frame in frames])
        free = [one for one in named if not _holds_any(one, [*small, *tabs])]
        found = _outermost(_without_overlap([*small, *tabs, *free]))
        taken = [one.box for one in [*found, *images]]
        links = text_buttons(find_links(picture, known, taken), found, known.unit)
        icons = find_icons(picture, drawn, known, taken)
        everything = [*with_states(picture, found, known), *images, *links, *icons]
        return tuple(sorted(everything, key=lambda one: (one.box.top, one.box.left)))


def _holds_any(element: Element, others: Sequence[Element]) -> bool:
    return any(share_inside(other.box, element.box) > 0.6 for other in others)


def _without_overlap(found: Sequence[Element]) -> list[Element]:
    """Return elements without those that lie on a surer one."""
    kept: list[Element] = []
    for element in sorted(found, key=lambda one: -one.confidence):
        if all(likeness(element.box, other.box) < 0.35 for other in kept):
            kept.append(element)
    return kept


def _outermost(found: Sequence[Element]) -> list[Element]:
    """Return elements without those inside a button or field, and without those that hold several."""
    holders = [one for one in found if sum(share_inside(other.box, one.box) > 0.9 for other in found) > 2]
    rest = [one for one in found if one not in holders]
    return [
        one
        for one in rest
        if not any(other is not one and share_inside(one.box, other.box) > 0.85 for other in rest)
    ]
