"""A page while it is put together: a tree of nodes to draw, and what is true of those worth naming."""

import random
from dataclasses import dataclass
from typing import Any, Final

from training.screens.web.look import FRAMES_ALL_BUTTONS, Look
from training.screens.web.pictures import picture
from training.screens.web.words import Words

Node = dict[str, Any]

ICONS: Final = (
    "search", "close", "menu", "settings", "home", "user", "users", "mail", "bell", "calendar", "clock",
    "star", "heart", "trash", "edit", "add", "remove", "check", "download", "upload", "share", "copy",
    "save", "print", "folder", "file", "image", "camera", "video", "music", "play", "pause", "next",
    "previous", "stop", "volume", "mute", "shuffle", "repeat", "full screen", "back", "forward", "up",
    "down", "left", "right", "expand", "collapse", "refresh", "undo", "redo", "more", "options",
    "filter", "sort", "lock", "unlock", "key", "eye", "hide", "help", "info", "warning", "error",
    "success", "cart", "card", "gift", "tag", "bookmark", "flag", "pin", "map", "globe", "wifi",
    "bluetooth", "battery", "phone", "mobile", "computer", "keyboard", "mouse", "microphone",
    "headphones", "link", "attach", "send", "chat", "comment", "reply", "sign out", "sign in", "sun",
    "moon", "cloud", "chart", "pie chart", "trend", "table", "grid", "list", "bold", "italic",
    "underline", "align left", "align centre", "font colour", "zoom in", "zoom out", "terminal", "code",
    "database", "server", "shield", "puzzle", "book", "building", "briefcase", "car", "plane", "coffee",
    "light", "rocket", "layers", "inbox", "archive", "cut", "paste", "crop", "brush", "accessibility",
    "language", "history",
)  # fmt: skip
NAV_ICONS: Final = (
    ICONS[ICONS.index("home") : ICONS.index("edit")] + ICONS[ICONS.index("cart") : ICONS.index("link")]
)
_FOCUSABLE: Final = frozenset(
    {"button", "textbox", "checkbox", "radio", "combobox", "slider", "switch", "link", "spinbutton"}
)


@dataclass
class Mark:
    """What is true of a node, before it is known where it stands."""

    role: str
    label: str
    state: set[str]


class Draft:
    """Makes nodes, and keeps what is true of them."""

    def __init__(self, chance: random.Random, look: Look, words: Words) -> None:
        self.chance = chance
        self.look = look
        self.words = words
        self.marks: list[Mark] = []
        self.label_side = (
            chance.choices(("above", "left", "none"), (70, 25, 5))[0] if not look.is_narrow else "above"
        )
        self.has_icons = chance.random() < 0.6
        self._groups = 0

    def likely(self, share: float) -> bool:
        """Throw a coin that lands so in this share of throws."""
        return self.chance.random() < share

    def mark(self, role: str, label: str, *state: str) -> int:
        """Note what is true of a node to come, and return its number."""
        self.marks.append(Mark(role, label, {one for one in state if one}))
        return len(self.marks) - 1

    # -- places

    def column(self, *nodes: Node | None, gap: float = 0.75, **style: Any) -> Node:
        """Put nodes below each other."""
        return box(
            nodes, {"display": "flex", "flexDirection": "column", "gap": f"{gap}em", "minWidth": 0, **style}
        )

    def row(self, *nodes: Node | None, gap: float = 0.6, **style: Any) -> Node:
        """Put nodes beside each other."""
        return box(
            nodes, {"display": "flex", "alignItems": "center", "gap": f"{gap}em", "minWidth": 0, **style}
        )

    def grid(self, columns: int, *nodes: Node | None, gap: float = 1, **style: Any) -> Node:
        """Put nodes into columns of equal width."""
        return box(
            nodes,
            {
                "display": "grid",
                "gridTemplateColumns": f"repeat({columns}, minmax(0, 1fr))",
                "gap": f"{gap}em",
                **style,
            },
        )

    def spring(self) -> Node:
        """Take the room that is left."""
        return box((), {"flex": 1})

    def card(self, *nodes: Node | None, **more: Any) -> Node:
        """Put nodes onto a card."""
        return {"w": "card", "c": [one for one in nodes if one], **more}

    # -- text and pictures

    def text(self, text: str | None = None, **style: Any) -> Node:
        """Write a sentence."""
        return {"w": "text", "text": text or self.words.one("sentences"), "style": style}

    def heading(self, text: str | None = None, level: int = 1, **style: Any) -> Node:
        """Write a heading."""
        label = text or self.words.one("headings")
        return {
            "w": "heading",
            "label": label,
            "level": level,
            "id": self.mark("heading", label),
            "style": style,
        }

    def link(self, text: str | None = None, **style: Any) -> Node:
        """Write a link."""
        label = text or self.words.one("links")
        return {"w": "link", "label": label, "id": self.mark("link", label), "style": style}

    def icon(self, name: str | None = None, size: int | None = None, **style: Any) -> Node:
        """Draw an icon that does nothing."""
        name = name or self.chance.choice(ICONS)
        return {
            "w": "icon",
            "icon": name,
            "id": self.mark("icon", name),
            "size": size or self.chance.choice((16, 18, 20, 24)),
            "style": style,
        }

    def picture(self, width: int, height: int, label: str = "", fluid: bool = False, **style: Any) -> Node:
        """Show a picture that nobody has taken."""
        return {
            "w": "img",
            "id": self.mark("img", label),
            "src": picture(self.chance, width, height),
            "width": "100%" if fluid else width,
            "height": height,
            "style": style,
        }

    def avatar(self, name: str, size: int = 32) -> Node:
        """Show a person's first letter in a disc."""
        colour = f"hsl({self.chance.randrange(360)} 45% 42%)"
        return {"w": "avatar", "text": name[:1], "size": size, "color": colour, "square": self.likely(0.2)}

    def chip(self, text: str | None = None) -> Node:
        """Write a word in a pill."""
        return {"w": "chip", "text": text or self.words.one("statuses")}

    # -- controls

    def button(self, label: str | None = None, variant: str | None = None, **more: Any) -> Node:
        """Draw a button; states are those that it has besides."""
        label = label or self.words.one("buttons")
        variant = (
            variant
            or self.chance.choices(
                ("secondary", "primary", "outline", "ghost", "danger", "link"), (40, 30, 12, 8, 5, 5)
            )[0]
        )
        if variant in ("ghost", "link") and self.look.kit in FRAMES_ALL_BUTTONS:
            variant = "secondary"
        is_disabled = more.pop("disabled", self.likely(0.1))
        is_pressed = more.pop("pressed", False)
        state = (
            "disabled" if is_disabled else "",
            "pressed" if is_pressed else "",
            "expanded" if more.get("expanded") else "",
        )
        if "icon" not in more and self.has_icons and self.likely(0.25):
            more["icon"] = self.chance.choice(ICONS)
        return {
            "w": "button",
            "label": label,
            "variant": variant,
            "disabled": is_disabled or None,
            "pressed": is_pressed or None,
            "id": self.mark("button", label, *state),
            **more,
        }

    def icon_button(self, name: str | None = None, framed: bool | None = None, **more: Any) -> Node:
        """Draw an icon that can be pressed, in a frame or by itself."""
        name = name or self.chance.choice(ICONS)
        framed = self.likely(0.3) if framed is None else framed
        is_disabled = more.pop("disabled", self.likely(0.06))
        is_pressed = more.pop("pressed", False) and framed
        number = self.mark(
            "button" if framed else "icon",
            name,
            "disabled" if is_disabled else "",
            "pressed" if is_pressed else "",
        )
        return {
            "w": "iconbutton",
            "icon": name,
            "framed": framed,
            "disabled": is_disabled or None,
            "pressed": is_pressed or None,
            "id": number,
            **more,
        }

    def text_box(self, label: str | None = None, **more: Any) -> Node:
        """Draw a text box with its label; a placeholder is its label where it has none."""
        label = self.words.one("fields") if label is None else label
        layout = more.pop("layout", self.label_side)
        states = self._states(more, disabled=0.06, readonly=0.05, required=0.1)
        if "value" not in more and "placeholder" not in more:
            filled = self.likely(0.55)
            more["value"] = self._value(more) if filled else ""
            more["placeholder"] = (
                self.words.one("placeholders")
                if not filled and (layout == "none" or self.likely(0.5))
                else None
            )
        if layout == "none" and not more.get("placeholder"):
            more["placeholder"] = label
        spoken = label if layout != "none" else more.get("placeholder") or label
        return {
            "w": "textbox",
            "label": label,
            "layout": layout,
            "colon": self.look.is_old_desktop,
            "id": self.mark("textbox", spoken, *states),
            **more,
        }

    def combo_box(self, label: str | None = None, **more: Any) -> Node:
        """Draw a list that opens, closed."""
        label = self.words.one("choices") if label is None else label
        states = self._states(more, disabled=0.07)
        options = more.pop("options", None) or self.words.some("options", 4)
        layout = more.pop("layout", self.label_side)
        return {
            "w": "combobox",
            "label": label,
            "layout": layout,
            "options": options,
            "value": options[0],
            "id": self.mark("combobox", label if layout != "none" else options[0], *states),
            "colon": self.look.is_old_desktop,
            **more,
        }

    def spin_button(self, label: str | None = None, **more: Any) -> Node:
        """Draw a number that can be counted up and down."""
        label = self.words.one("fields") if label is None else label
        states = self._states(more, disabled=0.06)
        layout = more.pop("layout", self.label_side if self.label_side != "none" else "above")
        return {
            "w": "spinbutton",
            "label": label,
            "layout": layout,
            "value": self.chance.randrange(100),
            "id": self.mark("spinbutton", label, *states),
            **more,
        }

    def check_box(self, label: str | None = None, **more: Any) -> Node:
        """Draw a check box."""
        return self._toggle(
            "checkbox", self.words.one("checks") if label is None else label, more, mixed=0.08
        )

    def switch(self, label: str | None = None, **more: Any) -> Node:
        """Draw a switch."""
        node = self._toggle("switch", label or self.words.one("switches"), more)
        if self.look.is_old_desktop:
            self.marks[node["id"]].role = "checkbox"
        return node

    def radios(self, labels: list[str] | None = None, **style: Any) -> Node:
        """Draw a group of radio buttons, one of them chosen."""
        labels = labels or self.words.some("options", self.chance.randrange(2, 5))
        chosen = self.chance.randrange(len(labels) + 1)
        self._groups += 1
        nodes = [
            self._toggle("radio", label, {"checked": i == chosen, "group": f"g{self._groups}"})
            for i, label in enumerate(labels)
        ]
        if self.likely(0.3) and not self.look.is_narrow:
            return self.row(*nodes, gap=1.3, flexWrap="wrap", **style)
        return self.column(*nodes, gap=0.35, **style)

    def slider(self, label: str | None = None, **more: Any) -> Node:
        """Draw a slider."""
        label = self.words.one("switches") if label is None else label
        states = self._states(more, disabled=0.06)
        layout = more.pop("layout", "left" if self.label_side == "left" else "above")
        return {
            "w": "slider",
            "label": label,
            "layout": layout,
            "value": self.chance.randrange(3, 98),
            "id": self.mark("slider", label, *states),
            **more,
        }

    def progress(self, label: str = "", **more: Any) -> Node:
        """Draw how far something has come."""
        return {
            "w": "progressbar",
            "label": label,
            "layout": "above",
            "value": self.chance.randrange(5, 97),
            "id": self.mark("progressbar", label),
            **more,
        }

    # -- groups

    def tabs(self, labels: list[str] | None = None) -> Node:
        """Draw tabs, one of them chosen."""
        labels = labels or self.words.some(
            "settings", self.chance.randrange(2, 4 if self.look.is_narrow else 7)
        )
        chosen = self.chance.randrange(len(labels))
        items = []
        for i, label in enumerate(labels):
            is_disabled = i != chosen and not self.look.is_old_desktop and self.likely(0.05)
            number = self.mark(
                "tab", label, "selected" if i == chosen else "", "disabled" if is_disabled else ""
            )
            item: Node = {
                "id": number,
                "label": label,
                "selected": i == chosen,
                "disabled": is_disabled or None,
            }
            items.append(
                item
                | (
                    {"icon": self.chance.choice(NAV_ICONS)}
                    if self.has_icons and not self.look.is_old_desktop and self.likely(0.3)
                    else {}
                )
            )
        return {
            "w": "tabs",
            "items": items,
            "pills": self.likely(0.25),
            "boxed": self.likely(0.3),
            "underlined": self.likely(0.3),
        }

    def menu(self, labels: list[str] | None = None, **more: Any) -> Node:
        """Draw an open menu."""
        labels = labels or self.words.some("commands", self.chance.randrange(3, 11))
        has_marks, has_icons, has_keys = self.likely(0.2), self.likely(0.35), self.likely(0.35)
        items: list[Node] = []
        lit = self.chance.randrange(len(labels)) if self.likely(0.4) else -1
        for i, label in enumerate(labels):
            if i and self.likely(0.18):
                items.append({"separator": True})
            is_disabled, is_checked = i != lit and self.likely(0.12), has_marks and self.likely(0.4)
            states = (
                "disabled" if is_disabled else "",
                "checked" if is_checked else "",
                "selected" if i == lit else "",
            )
            item: Node = {
                "id": self.mark("menuitem", label, *states),
                "label": label,
                "disabled": is_disabled or None,
                "checked": is_checked,
                "selected": i == lit or None,
            }
            if has_icons and not has_marks:
                item["icon"] = self.chance.choice(ICONS)
            if has_keys and self.likely(0.6):
                item["shortcut"] = self.chance.choice(
                    ("Ctrl+", "Ctrl+Shift+", "Alt+", "⌘")
                ) + self.chance.choice("ABCDFGNOPSVWXZ")
            if self.likely(0.08):
                item["submenu"] = True
            items.append(item)
        return {"w": "menu", "items": items, "hasMarks": has_marks, "dense": self.likely(0.4), **more}

    def menu_bar(self, opened: int = -1, **style: Any) -> Node:
        """Draw a bar of menus."""
        labels = self.words.some("menus", self.chance.randrange(4, 9))
        items = [
            {
                "id": self.mark("menuitem", label, "expanded" if i == opened else ""),
                "label": label,
                "expanded": i == opened or None,
            }
            for i, label in enumerate(labels)
        ]
        return {
            "w": "menubar",
            "items": items,
            "style": {"fontSize": "0.92em", "padding": "0.1em 0.4em", **style},
        }

    def side_list(self, labels: list[str] | None = None, **style: Any) -> Node:
        """Draw a list of places at the side."""
        labels = labels or self.words.some(
            self.chance.choice(("nav", "settings")), self.chance.randrange(4, 12)
        )
        chosen = self.chance.randrange(len(labels))
        has_icons = self.likely(0.7)
        items: list[Node] = []
        for i, label in enumerate(labels):
            if self.likely(0.06):
                items.append({"group": self.words.one("headings")})
            item: Node = {
                "id": self.mark("menuitem", label, "selected" if i == chosen else ""),
                "label": label,
                "selected": i == chosen or None,
            }
            if has_icons:
                item["icon"] = self.chance.choice(NAV_ICONS)
            if self.likely(0.12):
                item["count"] = str(self.chance.randrange(1, 99))
            items.append(item)
        return {"w": "sidebar", "items": items, "style": style}

    def rows(self, items: list[list[Node | None]], label: str, is_dense: bool = False, **style: Any) -> Node:
        """Draw a list; its rows are nodes beside each other."""
        chosen = self.chance.randrange(len(items)) if self.likely(0.4) else -1
        return {
            "w": "list",
            "id": self.mark("list", label),
            "dense": is_dense,
            "ruled": self.likely(0.6),
            "style": style,
            "items": [
                {"c": [one for one in row if one], "selected": i == chosen or None}
                for i, row in enumerate(items)
            ],
        }

    def table(self, columns: list[Any], rows: list[list[Any]], label: str, **more: Any) -> Node:
        """Draw a table; cells are words or nodes."""
        return {
            "w": "table",
            "id": self.mark("table", label),
            "columns": columns,
            "rows": rows,
            "striped": self.likely(0.35),
            "dense": self.likely(0.35),
            "lined": self.likely(0.25),
            "selected": self.chance.randrange(len(rows)) if self.likely(0.3) else None,
            **more,
        }

    def dialog(self, title: str, *nodes: Node | None, buttons: list[Node] | None = None, **more: Any) -> Node:
        """Draw a dialog over everything else."""
        number = self.mark("dialog", title)
        backdrop = self.chance.choice(
            ("rgba(0,0,0,.5)", "rgba(0,0,0,.35)", "rgba(20,30,60,.45)", "rgba(255,255,255,.5)")
        )
        return {
            "w": "dialog",
            "id": number,
            "title": title,
            "head": [self.heading(title, 2, margin=0, fontSize=f"{self.chance.uniform(1.05, 1.5):.2f}em")],
            "close": self.icon_button("close", framed=False) if self.likely(0.6) else None,
            "c": [one for one in nodes if one],
            "buttons": buttons,
            "backdrop": backdrop,
            "ruled": self.likely(0.4),
            "high": self.likely(0.25),
            **more,
        }

    # -- what is pointed at

    def focusable(self) -> list[int]:
        """Return the numbers of what could have the focus."""
        return [
            i
            for i, one in enumerate(self.marks)
            if one.role in _FOCUSABLE and not one.state & {"disabled", "readonly"}
        ]

    def _states(self, more: Node, **shares: float) -> list[str]:
        found = []
        for state, share in shares.items():
            if more.get(state, None) or (state not in more and self.likely(share)):
                more[state] = True
                found.append(state)
        return found

    def _toggle(self, widget: str, label: str, more: Node, mixed: float = 0.0) -> Node:
        states = self._states(more, disabled=0.07)
        is_mixed = not more.get("checked") and self.likely(mixed)
        is_checked = not is_mixed and more.pop("checked", self.likely(0.5))
        states += ["mixed"] * is_mixed + ["checked"] * is_checked
        return {
            "w": widget,
            "label": label,
            "checked": is_checked,
            "mixed": is_mixed or None,
            "id": self.mark(widget, label, *states),
            **more,
        }

    def _value(self, more: Node) -> str:
        if more.get("rows"):
            return self.words.paragraph(self.chance.randrange(1, 4))
        return self.words.one("values") if self.likely(0.8) else self.words.one("fields")


def box(nodes: tuple[Node | None, ...], style: Node) -> Node:
    """Return a node that only holds others."""
    return {"w": "box", "c": [one for one in nodes if one], "style": style}
