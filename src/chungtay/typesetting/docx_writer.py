"""Places a composed sheet in a Word file; the counterpart of `templates/document.typ`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt

from chungtay.typesetting import layout, tree, wording
from chungtay.typesetting.docx_parts import (
    element,
    mark_size,
    new_document,
    page,
    page_number,
    row_options,
    rule,
    set_widths,
    shape,
    to_bytes,
    write_runs,
    write_words,
)
from chungtay.typesetting.metrics import text_width

_BELOW_TABLE = 8.0  # pt
_AIR = 2.5  # pt above and below the text of a cell; with the cell's border the row is as high as the PDF's


def write(document: tree.Document) -> bytes:
    """The Word file of `document`."""
    return _Writer(document).bytes()


class _Writer:
    def __init__(self, document: tree.Document) -> None:
        self.sheet = wording.compose(document)
        self.m = layout.measures()
        self.size: float | None = None  # of running text; None: the body's
        self.tall = not self.sheet.landscape
        self.width = (
            self.m["page_width" if self.tall else "page_height"] - self.m["margin_left"] - self.m["margin_right"]
        )
        self.doc = new_document(
            title=self.sheet.metadata_title, author=self.sheet.metadata_author, size=self.m["body_size"]
        )
        self._page(self.doc.sections[0])

    def bytes(self) -> bytes:
        """The papers one after the other, each in its own section."""
        main = self.sheet
        self._paper()
        for sheet in main.enclosed:
            self.sheet = sheet
            self._page(self.doc.add_section(WD_SECTION.NEW_PAGE))
            self._paper()
        return to_bytes(self.doc)

    def _paper(self) -> None:
        sheet = self.sheet
        if sheet.letterhead:
            self._letterhead()
        self._heading()
        self._addressees()
        for base in sheet.bases:
            self._body(base)
        self._blocks(sheet.blocks, keep_last=True)
        self._signing()
        for annex in sheet.annexes:
            self._annex(annex)

    def _page(self, section: Any) -> None:
        m = self.m
        margins = (m["margin_top"], m["margin_right"], m["margin_bottom"], m["margin_left"])
        width, height = m["page_width"], m["page_height"]
        if not self.tall:
            width, height = height, width
            section.orientation = WD_ORIENT.LANDSCAPE
        page(section, width=width, height=height, margins=margins)
        if self.sheet.letterhead:  # slips are torn apart: a number would only tell them from one another
            page_number(section, size=m["page_number_size"], distance=m["header_distance"])

    def _letterhead(self) -> None:
        sheet, m = self.sheet, self.m
        if not sheet.issuer:
            self._national(self.doc, self.width, None)
            if sheet.date:
                paragraph = shape(self.doc.add_paragraph(), "right", before=8)
                write_words(paragraph, sheet.date, italic=True, size=m["date_size"])
            return
        left = self.width * m["letterhead_left"]
        widths = (left, self.width - left)
        table = self.doc.add_table(2, 2)
        set_widths(table, widths)
        issuer, national = table.rows[0].cells
        first: Any = issuer.paragraphs[0]
        for name, lines, bold in (("superior", sheet.superior, False), ("issuer", sheet.issuer, True)):
            size = m[f"{name}_size"]
            if any(text_width(line, size, bold=bold) > left - 2 for line in lines):
                size = m[f"{name}_size_min"]
            for line in lines:
                write_words(shape(first or issuer.add_paragraph(), "center"), line, bold=bold, size=size)
                first = None
        length = min(text_width(sheet.issuer[-1], size, bold=True), left)
        rule(issuer, width=left, length=length * m["issuer_rule"], weight=m["rule_weight"])
        self._national(national, widths[1], national.paragraphs[0])
        number, date = table.rows[1].cells
        write_words(shape(number.paragraphs[0], "center", before=2.8), sheet.number, size=m["number_size"])
        if sheet.subject:
            paragraph = shape(number.add_paragraph(), "center", before=m["subject_gap"])
            write_words(paragraph, sheet.subject, size=m["subject_size"])
        write_words(shape(date.paragraphs[0], "center", before=2.8), sheet.date, italic=True, size=m["date_size"])

    def _national(self, container: Any, width: float, first: Any) -> None:
        m = self.m
        name = write_words(
            shape(first or container.add_paragraph(), "center"),
            self.sheet.national,
            bold=True,
            size=m["national_name_size"],
        )
        tracking = element("w:spacing", val=round(m["national_name_tracking"] * 20))
        name.runs[0]._r.get_or_add_rPr().insert_element_before(
            tracking, "w:w", "w:kern", "w:position", "w:sz", "w:szCs"
        )
        write_words(shape(container.add_paragraph(), "center"), self.sheet.motto, bold=True, size=m["motto_size"])
        length = text_width(self.sheet.motto, m["motto_size"], bold=True)
        rule(container, width=width, length=length * m["motto_rule"], weight=m["rule_weight"])

    def _heading(self) -> None:
        sheet, m = self.sheet, self.m
        if sheet.type_name:
            after = 0.0 if sheet.title or sheet.authority else 12.0
            paragraph = shape(self.doc.add_paragraph(), "center", before=14, after=after, keep=True)
            write_words(paragraph, sheet.type_name, bold=True, size=m["type_name_size"])
        if sheet.title:
            write_words(
                shape(self.doc.add_paragraph(), "center", before=1.4, keep=True),
                sheet.title,
                bold=True,
                size=m["title_size"],
            )
            after = 6.8 if sheet.authority else 9.4
            longest = max(text_width(line, m["title_size"], bold=True) for line in sheet.title.split("\n"))
            length = min(longest, self.width)
            rule(self.doc, width=self.width, length=length * m["title_rule"], weight=m["rule_weight"], after=after)
        if sheet.authority:
            before = 4.0 if sheet.title else 9.4
            paragraph = shape(self.doc.add_paragraph(), "center", before=before, after=12, keep=True)
            write_words(paragraph, sheet.authority, bold=True, size=m["authority_size"])

    def _addressees(self) -> None:
        sheet, m = self.sheet, self.m
        if not sheet.addressees:
            return
        before = 0.0 if sheet.type_name or sheet.title else 13.5  # a công văn begins with them
        size = m["addressee_size"]
        if len(sheet.addressees) == 1:
            line = f"{sheet.addressees_label} {sheet.addressees[0]}"
            write_words(shape(self.doc.add_paragraph(), "center", before=before, after=10.2), line, size=size)
            return
        inset = (self.width / 4, 0.0)
        write_words(shape(self.doc.add_paragraph(), before=before, inset=inset), sheet.addressees_label, size=size)
        for index, line in enumerate(sheet.addressees, start=1):
            after = 10.0 if index == len(sheet.addressees) else 0.0
            paragraph = shape(self.doc.add_paragraph(), after=after, inset=(self.width / 4 + 22, 0.0))
            write_words(paragraph, line, size=size)

    def _body(
        self, value: tree.Text, *, lead: str = "", bold_lead: bool = False, level: int = 1, keep: bool = False
    ) -> None:
        m = self.m
        inset = ((level - 1) * m["first_line_indent"], 0.0) if level > 1 else None
        paragraph = shape(
            self.doc.add_paragraph(),
            "justify",
            after=m["paragraph_gap"],
            first=m["first_line_indent"],
            inset=inset,
            keep=keep,
        )
        write_runs(paragraph, (*((tree.Run(lead, bold=bold_lead),) if lead else ()), *value), size=self.size)

    def _blocks(self, blocks: Sequence[tree.Block], *, keep_last: bool = False) -> None:
        for index, block in enumerate(blocks):
            self._block(block, keep=keep_last and index == len(blocks) - 1)

    def _block(self, block: tree.Block, *, keep: bool) -> None:
        m = self.m
        if isinstance(block, tree.Heading):
            paragraph = self.doc.add_paragraph(style=f"Heading {block.level}")
            shape(paragraph, "justify", after=m["paragraph_gap"], first=m["first_line_indent"], keep=True)
            write_runs(paragraph, (*((tree.Run(f"{block.number} "),) if block.number else ()), *block.text))
        elif isinstance(block, tree.Item):
            self._body(block.text, lead=f"{block.marker} ", level=block.level, keep=keep)
        elif isinstance(block, tree.Article):
            self._body(block.text, lead=f"Điều {block.number}. ", bold_lead=True, keep=keep)
        elif isinstance(block, tree.Paragraph):
            if block.align == "justify":
                self._body(block.text, keep=keep or block.keep)
            else:
                paragraph = shape(
                    self.doc.add_paragraph(), block.align, after=m["paragraph_gap"], keep=keep or block.keep
                )
                write_runs(paragraph, block.text, size=self.size)
        elif isinstance(block, tree.Table):
            self._table(block)
        elif isinstance(block, tree.PageBreak):
            self.doc.add_page_break()
        elif isinstance(block, tree.Gap):
            self._gap(block, keep=keep)
        else:
            self._slip(block)

    def _gap(self, gap: tree.Gap, *, keep: bool) -> None:
        for line in range(gap.lines):
            paragraph = shape(
                self.doc.add_paragraph(),
                after=self.m["paragraph_gap"],
                first=self.m["first_line_indent"],
                keep=keep,
            )
            paragraph.paragraph_format.tab_stops.add_tab_stop(
                Mm(self.width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
            )
            if line == 0 and gap.label:
                write_runs(paragraph, (*gap.label, tree.Run(" ")))
            paragraph.add_run("\t")

    def _table(self, block: tree.Table) -> None:
        size = self.m["table_size"]
        share = self.width / sum(c.width for c in block.columns)
        table = self.doc.add_table(len(block.rows) + 1, len(block.columns), style="Table Grid")
        set_widths(table, [c.width * share for c in block.columns], padding=4)
        head, *rows = table.rows
        row_options(head, "cantSplit", "tblHeader")
        for cell, column in zip(head.cells, block.columns, strict=True):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            write_runs(shape(cell.paragraphs[0], "center", before=_AIR, after=_AIR), column.title, size=size, bold=True)
        for number, (row, values) in enumerate(zip(rows, block.rows, strict=True), start=1):
            row_options(row, "cantSplit")
            strong = block.total and number == len(rows)
            for cell, column, value in zip(row.cells, block.columns, values, strict=True):
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
                paragraph = shape(
                    cell.paragraphs[0], "left" if column.align == "justify" else column.align, before=_AIR, after=_AIR
                )
                write_runs(paragraph, value, size=size, bold=strong)
                if not value:
                    mark_size(paragraph, size)
        space = shape(self.doc.add_paragraph(), after=0).paragraph_format
        space.line_spacing_rule, space.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_BELOW_TABLE)

    def _slip(self, slip: tree.Slip) -> None:
        m = self.m
        table = self.doc.add_table(1, 2)
        widths = (self.width * 0.6, self.width * 0.4)
        set_widths(table, widths)
        left, right = table.rows[0].cells
        first: Any = left.paragraphs[0]
        for lines, bold in ((slip.superior, False), (slip.issuer, True)):
            for line in lines:
                paragraph = shape(first or left.add_paragraph(), "center", keep=True)
                write_words(paragraph, line, bold=bold, size=m["slip_size"])
                first = None
        rule(left, width=widths[0], length=widths[0] / 4, weight=m["rule_weight"])
        if slip.seal:
            seal = shape(left.add_paragraph(), "center", before=1, keep=True)
            write_words(seal, slip.seal, italic=True, size=m["recipients_heading_size"])
        write_words(shape(right.paragraphs[0], "right", keep=True), slip.code, bold=True, size=m["slip_size"])
        title = shape(self.doc.add_paragraph(), "center", before=5.4, keep=True)
        write_words(title, slip.title, bold=True, size=m["type_name_size"])
        inset = (self.width * 0.05, self.width * 0.05)
        subtitle = shape(self.doc.add_paragraph(), "center", before=3.4, after=7.5, inset=inset, keep=True)
        write_runs(subtitle, slip.subtitle, size=m["slip_size"])
        self.size = m["slip_size"]
        self._blocks(slip.blocks, keep_last=False)
        self.size = None
        if slip.cut:
            paragraph = shape(self.doc.add_paragraph(), before=14, after=14)
            border = element("w:pBdr")
            border.append(element("w:bottom", val="dashed", sz=4, space=1, color="6E6E6E"))
            paragraph._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc", "w:rPr")

    def _signing(self) -> None:
        sheet = self.sheet
        if not sheet.signatures:
            return
        if len(sheet.signatures) == 1:
            table = self.doc.add_table(1, 2)
            set_widths(table, (self.width / 2, self.width / 2))
            self._recipients(table.rows[0].cells[0], first=True)
            cell = table.rows[0].cells[1]
            self._signer(cell, sheet.signatures[0])
            self._name(cell.add_paragraph(), sheet.signatures[0])
        else:
            count = len(sheet.signatures)
            table = self.doc.add_table(2, count)
            set_widths(table, [self.width / count] * count)
            signers, names = table.rows
            for cell, name, signature in zip(signers.cells, names.cells, sheet.signatures, strict=True):
                self._signer(cell, signature)
                self._name(name.paragraphs[0], signature)
            for paragraph in (p for cell in signers.cells for p in cell.paragraphs):
                paragraph.paragraph_format.keep_with_next = True
            self._recipients(self.doc, first=False)
        row_options(table.rows[0], "cantSplit")

    def _recipients(self, container: Any, *, first: bool) -> None:
        sheet, m = self.sheet, self.m
        if not sheet.recipients:
            return
        paragraph = container.paragraphs[0] if first else container.add_paragraph()
        write_words(
            shape(paragraph, before=8),
            sheet.recipients_label,
            bold=True,
            italic=True,
            size=m["recipients_heading_size"],
        )
        for line in sheet.recipients:
            write_words(shape(container.add_paragraph(), before=1), line, size=m["recipients_size"])

    def _signer(self, cell: Any, signature: tree.Signature) -> None:
        m = self.m
        first: Any = cell.paragraphs[0]
        for index, line in enumerate(signature.authority):
            paragraph = shape(first or cell.add_paragraph(), "center", before=0 if index else 8)
            write_words(paragraph, line, bold=True, size=m["authority_size"])
            first = None
        if signature.note:
            note = shape(cell.add_paragraph(), "center")
            write_words(note, signature.note, italic=True, size=m["recipients_heading_size"])

    def _name(self, paragraph: Any, signature: tree.Signature) -> None:
        space = self.m["signature_space"] * 72 / 25.4 + (6 if len(self.sheet.signatures) == 1 else 0)
        shape(paragraph, "center", before=space)
        write_words(paragraph, signature.name or "", bold=True, size=self.m["signature_name_size"])

    def _annex(self, annex: tree.Annex) -> None:
        m = self.m
        self._page(self.doc.add_section(WD_SECTION.NEW_PAGE))
        for line in (annex.label, annex.title):
            if line:
                paragraph = shape(self.doc.add_paragraph(), "center", keep=True)
                write_words(paragraph, line, bold=True, size=m["annex_title_size"])
        if annex.note:
            write_runs(shape(self.doc.add_paragraph(), "center", after=4, keep=True), annex.note, italic=True)
        rule(self.doc, width=self.width, length=30, weight=m["rule_weight"], after=9.2)
        self._blocks(annex.blocks)
