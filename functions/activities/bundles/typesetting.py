"""Chinese text on paper: a PDF with its font in it, and a visible mark for what the font lacks.

Noto Sans SC holds what the standards for general text ask for (20,976 characters of the first block, 6,582 of
extension A, 220 of extension B). A name may need another one: it is set as `〔U+20BB7〕` rather than dropped or boxed,
and stands as it is in the machine-readable part.
"""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from importlib.resources import files
from itertools import batched, zip_longest
from typing import cast

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, WrapMode, XPos, YPos

FONT = str(files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf")
HAN = "han"
SIZE, LINE = 9.5, 5.5  # points, millimetres
MARGIN = 18.0
MOST_LINES = 40  # of a row of a table, which stands on one page
SHORT = 200  # characters that are never more lines than that


def legible(text: str, known: Container[int]) -> str:
    """With a mark for each character that the font does not know; a tab is a blank, a line ends as it ends here."""
    plain = text.replace("\r\n", "\n").replace("\t", " ")
    return "".join(one if one == "\n" or ord(one) in known else _mark(one) for one in plain)


def _mark(one: str) -> str:
    return f"〔U+{ord(one):04X}〕"


class Document(FPDF):
    """Pages of A4 with their number; every text goes through `legible`."""

    def __init__(self, title: str, at: datetime) -> None:
        super().__init__(format="A4")
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN)
        self.add_font(HAN, fname=FONT)
        self._known = self.fonts[HAN].cmap  # type: ignore[union-attr]  # of the kinds of fonts this one has it
        self.set_title(title)
        self.set_lang("zh-CN")
        self.set_creation_date(at)
        self._title = title
        self.set_font(HAN, size=SIZE)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-MARGIN + 4)
        self.set_font(HAN, size=7.5)
        self.cell(0, 4, self._legible(f"{self._title} · {self.page_no()}"), align="C")
        self.set_font(HAN, size=SIZE)

    def heading(self, text: str, size: float) -> None:
        self.ln(2)
        self.set_font(HAN, size=size)
        self._flow(text, size * 0.55)
        self.set_font(HAN, size=SIZE)

    def paragraph(self, text: str) -> None:
        self._flow(text, LINE)

    def _flow(self, text: str, height: float) -> None:
        self.multi_cell(
            0, height, self._legible(text), align="L", wrapmode=WrapMode.CHAR, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )

    def grid(self, rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
        """A table; `widths` are shares of the page's. What is too high for a page goes on in a row below."""
        with self.table(
            col_widths=tuple(widths),
            line_height=LINE,
            text_align="LEFT",
            wrapmode=WrapMode.CHAR,
            first_row_as_headings=False,
        ) as table:
            for row in rows:
                cells = (
                    self._parts(text, self.epw * width / sum(widths)) for text, width in zip(row, widths, strict=True)
                )
                for line in zip_longest(*cells, fillvalue=""):
                    table.row(line)
        self.ln(1)

    def _parts(self, text: str, width: float) -> list[str]:
        """A cell of so many millimetres, cut where it would be higher than a row may be."""
        shown = self._legible(text)
        if len(shown) <= SHORT and "\n" not in shown:
            return [shown]
        lines = self.multi_cell(
            width, LINE, shown, wrapmode=WrapMode.CHAR, dry_run=True, output=MethodReturnValue.LINES
        )
        return ["\n".join(part) for part in batched(cast("list[str]", lines), MOST_LINES, strict=False)]

    def _legible(self, text: str) -> str:
        return legible(text, self._known)

    def bytes(self) -> bytes:
        return bytes(self.output())
