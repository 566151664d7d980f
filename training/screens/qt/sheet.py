"""A look as a Qt style sheet."""

from typing import Final

from training.screens.qt.theme import Theme, mix

_FIELDS: Final = "QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox"


def style_sheet(theme: Theme) -> str:
    """Write the style sheet of a look; empty where Qt's own style draws."""
    if theme.is_native:
        return ""
    parts = (
        _plain(theme),
        _buttons(theme),
        _fields(theme),
        _tabs(theme),
        _lists(theme),
        _menus(theme),
        _bars(theme),
    )
    return "\n".join(parts)


def _plain(theme: Theme) -> str:
    return f"""
    QWidget {{ color: {theme.text}; }}
    QLabel {{ background: transparent; }}
    QGroupBox {{ border: {theme.border_px}px solid {theme.border}; border-radius: {theme.radius}px;
        margin-top: {theme.font_px}px;
        padding: {theme.gap}px; }}
    QGroupBox::title {{ subcontrol-origin: margin; left: 10px; padding: 0 4px; }}
    QSplitter::handle {{ background: {theme.border}; }}
    """


def _buttons(theme: Theme) -> str:
    edge = f"{theme.border_px}px solid {theme.border}"
    hover = mix(theme.raised, theme.text, 0.1)
    faded = mix(theme.text, theme.window, 0.6)
    background = theme.raised
    match theme.button:
        case "flat":
            edge = f"{theme.border_px}px solid transparent"
            background = mix(theme.raised, theme.text, 0.08)
        case "raised":
            background = (
                f"qlineargradient(x1:0,y1:0,x2:0,y2:1,stop:0 {mix(theme.raised, '#ffffff', 0.25)},"
                f"stop:1 {mix(theme.raised, '#000000', 0.06)})"
            )
        case "outlined":
            background = theme.surface
    main = f"background: {theme.accent}; color: {theme.on_accent};"
    main += f"border: {theme.border_px}px solid {theme.accent};"
    if not theme.has_filled_main:
        main = f"border: {theme.border_px + 1}px solid {theme.accent};"
    size = f"padding: {theme.pad_y}px {theme.pad_x}px; border-radius: {theme.radius}px;"
    return f"""
    QPushButton, QToolButton {{ background: {background}; border: {edge}; {size} }}
    QPushButton:hover, QToolButton:hover {{ background: {hover}; }}
    QPushButton:pressed, QPushButton:checked, QToolButton:checked {{ background: {
        mix(theme.raised, theme.accent, 0.35)
    }; }}
    QPushButton:focus, QToolButton:focus {{ border: {max(1, theme.border_px)}px solid {theme.accent}; }}
    QPushButton:disabled {{ color: {faded}; background: {mix(theme.window, theme.raised, 0.5)}; }}
    QPushButton[look="primary"] {{ {main} }}
    QPushButton[look="primary"]:hover {{ background: {mix(theme.accent, theme.on_accent, 0.15)};
        color: {theme.on_accent}; }}
    QPushButton[look="primary"]:disabled {{ background: {mix(theme.accent, theme.window, 0.6)};
        border-color: transparent; color: {mix(theme.on_accent, theme.window, 0.3)}; }}
    QPushButton[look="danger"] {{ background: #c42b1c; color: white;
        border: {theme.border_px}px solid #c42b1c; }}
    QPushButton[look="text"] {{ background: transparent; color: {theme.link};
        border: {theme.border_px}px solid transparent;
        padding: {theme.pad_y}px {max(4, theme.pad_x // 2)}px; }}
    QPushButton[look="icon"] {{ padding: {theme.pad_y}px; }}
    QPushButton[look="row"] {{ text-align: left; background: transparent; border: none; }}
    QPushButton[look="row"]:hover {{ background: {hover}; }}
    QPushButton[look="row"]:checked {{ background: {mix(theme.window, theme.accent, 0.3)};
        color: {theme.text}; }}
    """


def _fields(theme: Theme) -> str:
    edge = f"{theme.border_px}px solid {theme.border}"
    padding = f"padding: {theme.pad_y}px {max(4, theme.pad_x * 2 // 3)}px;"
    lit = f"border: {theme.border_px + (theme.radius % 2)}px solid {theme.accent};"
    match theme.field:
        case "underline":
            shape = f"border: none; border-bottom: {edge}; border-radius: 0; background: transparent;"
            lit = f"border-bottom: 2px solid {theme.accent};"
        case "filled":
            shape = (
                f"border: {theme.border_px}px solid transparent; border-radius: {theme.radius}px;"
                f"background: {mix(theme.surface, theme.text, 0.09)};"
            )
        case "windows":
            shape = (
                f"border: 1px solid {mix(theme.border, theme.window, 0.5)}; "
                f"border-bottom: 1px solid {theme.dim};"
                f"border-radius: {theme.radius}px; background: {theme.surface};"
            )
            lit = f"border-bottom: 2px solid {theme.accent};"
        case _:
            shape = f"border: {edge}; border-radius: {theme.radius}px; background: {theme.surface};"
    faded = mix(theme.text, theme.window, 0.6)
    beside = ""
    if theme.spin == "beside":
        wide = theme.font_px + 12
        edge = f"border: none; border-left: 1px solid {theme.border};"
        beside = f"""
        QAbstractSpinBox {{ padding-right: {2 * wide}px; }}
        QAbstractSpinBox::up-button {{ subcontrol-origin: border; subcontrol-position: right; width: {wide}px;
            {edge} }}
        QAbstractSpinBox::down-button {{ subcontrol-origin: border; subcontrol-position: right;
            right: {wide}px;
            width: {wide}px; {edge} }}
        """
    divided = (
        f"border-left: 1px solid {theme.border};" if theme.radius % 3 == 1 and theme.arrow == "filled" else ""
    )
    return f"""
    {_FIELDS} {{ {shape} {padding} selection-background-color: {theme.accent};
        selection-color: {theme.on_accent}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{
        {lit} }}
    QLineEdit:hover, QComboBox:hover {{ border-color: {mix(theme.border, theme.text, 0.4)}; }}
    QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled {{
        color: {faded}; background: {mix(theme.surface, theme.window, 0.7)}; }}
    QLineEdit[readOnly="true"] {{ background: {mix(theme.surface, theme.window, 0.8)}; color: {theme.dim}; }}
    QLineEdit[look="bare"], QTextEdit[look="bare"], QPlainTextEdit[look="bare"] {{ border: none;
        background: transparent; padding: 2px; }}
    QComboBox::drop-down {{ border: none; {divided} width: {theme.font_px + 10}px; }}
    QComboBox::down-arrow {{ image: none; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none;
        background: transparent; width: {theme.font_px + 6}px; }}
    QAbstractSpinBox::up-arrow, QAbstractSpinBox::down-arrow {{ image: none; }}
    {beside}
    """


def _tabs(theme: Theme) -> str:
    padding = f"padding: {theme.pad_y + 1}px {theme.pad_x}px;"
    faded = mix(theme.text, theme.window, 0.6)
    match theme.tab:
        case "line":
            shape = (
                f"background: transparent; border: none; border-bottom: 2px solid transparent; "
                f"color: {theme.dim};"
            )
            chosen = f"color: {theme.text}; border-bottom: 2px solid {theme.accent};"
            pane = f"border: none; border-top: 1px solid {theme.border};"
        case "pill":
            shape = (
                f"background: transparent; border: none; border-radius: {max(4, theme.radius)}px; "
                f"margin: 2px;"
            )
            chosen = f"background: {theme.accent}; color: {theme.on_accent};"
            pane = "border: none;"
        case _:
            edge = f"{theme.border_px}px solid {theme.border}"
            shape = (
                f"background: {theme.raised}; border: {edge}; border-bottom: none; "
                f"margin-right: 1px; margin-top: 2px;"
                f"border-top-left-radius: {theme.radius}px; border-top-right-radius: {theme.radius}px;"
            )
            chosen = f"background: {theme.surface}; margin-top: 0;"
            pane = f"border: {edge}; top: -1px;"
    return f"""
    QTabBar {{ background: transparent; }}
    QTabBar::tab {{ {shape} {padding} }}
    QTabBar::tab:selected {{ {chosen} }}
    QTabBar::tab:hover:!selected {{ color: {theme.text}; }}
    QTabBar::tab:disabled {{ color: {faded}; }}
    QTabWidget::pane {{ {pane} }}
    """


def _lists(theme: Theme) -> str:
    edge = f"{theme.border_px}px solid {theme.border}" if theme.field != "filled" else "none"
    row = f"padding: {max(1, theme.pad_y - 2)}px 4px;"
    return f"""
    QAbstractItemView {{ background: {theme.surface}; border: {edge}; border-radius: {min(8, theme.radius)}px;
        alternate-background-color: {mix(theme.surface, theme.text, 0.04)};
            gridline-color: {mix(theme.border, theme.surface, 0.5)};
        outline: none; }}
    QAbstractItemView::item {{ {row} }}
    QAbstractItemView::item:selected {{ background: {theme.accent}; color: {theme.on_accent}; }}
    QHeaderView {{ background: {theme.raised}; border: none; border-radius: 0; }}
    QHeaderView::section {{ background: {theme.raised}; border: none;
        border-bottom: 1px solid {theme.border};
        border-right: 1px solid {mix(theme.border, theme.raised, 0.5)}; {row} }}
    QTableCornerButton::section {{ background: {theme.raised}; border: none; }}
    """


def _menus(theme: Theme) -> str:
    hover = mix(theme.window, theme.accent, 0.25)
    return f"""
    QMenuBar {{ background: {theme.window}; border: none; }}
    QMenuBar::item {{ background: transparent; padding: {max(3, theme.pad_y - 1)}px {
        max(6, theme.pad_x * 2 // 3)
    }px;
        border-radius: {min(6, theme.radius)}px; }}
    QMenuBar::item:selected {{ background: {hover}; }}
    QMenu {{ background: {theme.surface}; border: 1px solid {theme.border}; border-radius: 0;
        padding: 4px; }}
    QMenu::item {{ padding: {theme.pad_y}px 26px {theme.pad_y}px 28px; border-radius: {
        min(6, theme.radius)
    }px; }}
    QMenu::item:selected {{ background: {hover}; }}
    QMenu::item:disabled {{ color: {mix(theme.text, theme.surface, 0.55)}; }}
    QMenu::separator {{ height: 1px; background: {theme.border}; margin: 4px; }}
    QToolTip {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.border}; }}
    """


def _bars(theme: Theme) -> str:
    groove = mix(theme.window, theme.text, 0.2)
    knob = theme.accent if theme.radius % 2 == 0 else theme.surface
    match theme.slider:
        case "round":
            thick, side, round_ = 4, 16, 8
        case "bar":
            thick, side, round_ = 6, 12, 3
        case _:
            thick, side, round_ = 3, 8, 2
    tall = side if theme.slider != "blade" else 20
    out = (tall - thick) // 2
    bar = max(4, theme.font_px // 2 + theme.pad_y)
    return f"""
    QSlider::groove:horizontal {{ height: {thick}px; background: {groove}; border-radius: {thick // 2}px; }}
    QSlider::sub-page:horizontal {{ background: {theme.accent}; border-radius: {thick // 2}px; }}
    QSlider::handle:horizontal {{ width: {side}px; height: {tall}px; margin: -{out}px 0;
        border-radius: {round_}px;
        background: {knob}; border: 1px solid {mix(knob, theme.text, 0.3)}; }}
    QSlider::groove:vertical {{ width: {thick}px; background: {groove}; border-radius: {thick // 2}px; }}
    QSlider::add-page:vertical {{ background: {theme.accent}; border-radius: {thick // 2}px; }}
    QSlider::handle:vertical {{ height: {side}px; width: {tall}px; margin: 0 -{out}px;
        border-radius: {round_}px;
        background: {knob}; border: 1px solid {mix(knob, theme.text, 0.3)}; }}
    QSlider::sub-page:disabled, QSlider::handle:disabled {{ background: {mix(groove, theme.window, 0.3)}; }}
    QProgressBar {{ background: {groove}; border: none; border-radius: {min(bar // 2, theme.radius)}px;
        text-align: center;
        min-height: {bar}px; max-height: {max(bar, theme.font_px + 4)}px; }}
    QProgressBar::chunk {{ background: {theme.accent}; border-radius: {min(bar // 2, theme.radius)}px; }}
    QProgressBar[look="thin"] {{ min-height: 4px; max-height: 4px; border-radius: 2px; }}
    QScrollBar:vertical {{ background: transparent; width: 11px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {mix(theme.window, theme.text, 0.3)};
        border-radius: 4px; min-height: 24px; margin: 2px; }}
    QScrollBar:horizontal {{ background: transparent; height: 11px; margin: 0; }}
    QScrollBar::handle:horizontal {{ background: {mix(theme.window, theme.text, 0.3)};
        border-radius: 4px; min-width: 24px;
        margin: 2px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """
