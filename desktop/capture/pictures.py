"""Between Qt's pictures and ours."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from engines.media import Image


def to_image(picture: QImage, title: str = "") -> Image:
    """Return `picture` as an opaque RGB image; what was transparent is white."""
    opaque = _on_white(picture) if picture.hasAlphaChannel() else picture
    rgb = opaque.convertToFormat(QImage.Format.Format_RGB888)
    width, height, stride = rgb.width(), rgb.height(), rgb.bytesPerLine()
    pixels = memoryview(rgb.constBits())
    if stride == width * 3:
        return Image(bytes(pixels[: height * stride]), width, height, title)
    # Qt pads each row to a multiple of four bytes.
    rows = (pixels[y * stride : y * stride + width * 3] for y in range(height))
    return Image(b"".join(rows), width, height, title)


def to_qimage(image: Image) -> QImage:
    """Return a picture Qt can draw; it keeps its own copy of the pixels."""
    borrowed = QImage(image.pixels, image.width, image.height, image.width * 3, QImage.Format.Format_RGB888)
    # Format_RGB32 is what the raster painter draws fastest, and the conversion owns its memory.
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)


def _on_white(picture: QImage) -> QImage:
    page = QImage(picture.size(), QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    painter = QPainter(page)
    painter.drawImage(page.rect(), picture)
    painter.end()
    return page
