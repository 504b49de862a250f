"""Files made to deceive: content after the signature, a signature over a part, fields filled later."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import io
import re

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from signing_papers import SIGNER

from chungtay.cli import main
from chungtay.signing import (
    SENTENCES,
    Prepared,
    Problem,
    Role,
    Verdict,
    complete,
    prepare,
    read_answer,
    sign,
    sign_block,
    verify,
)
from chungtay.signing.remote import _outside  # the attacker's own attributes
from chungtay.signing.waiting import finished
from support.pki import authority


def signed(pdf: bytes) -> bytes:
    return sign(pdf, authority().identity(SIGNER), role=Role.PERSON)


def later(data: bytes, change) -> bytes:
    """The file with an incremental update, as an attacker appends it: the signed bytes stand untouched."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(data)
    return out.getvalue()


def append_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    page = generic.DictionaryObject({
        pdf_name("/Type"): pdf_name("/Page"), pdf_name("/Parent"): writer.root.raw_get("/Pages"),
        pdf_name("/MediaBox"): generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 595, 842)]),
    })  # fmt: skip
    pages["/Kids"].append(writer.add_object(page))
    pages[pdf_name("/Count")] = generic.NumberObject(int(pages["/Count"]) + 1)
    writer.update_container(pages)


def cover_text(writer: IncrementalPdfFileWriter) -> None:
    """A white sheet with another number over the first page, as an annotation."""
    page = writer.root["/Pages"]["/Kids"][0]
    shown = generic.StreamObject(
        {pdf_name("/Type"): pdf_name("/XObject"), pdf_name("/Subtype"): pdf_name("/Form"),
         pdf_name("/BBox"): generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 500, 500)])},
        stream_data=b"1 g 0 0 500 500 re f",
    )  # fmt: skip
    mark = generic.DictionaryObject({
        pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/Stamp"),
        pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(n) for n in (50, 50, 500, 500)]),
        pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): writer.add_object(shown)}),
    })  # fmt: skip
    marks = page.get("/Annots", generic.ArrayObject())
    page[pdf_name("/Annots")] = generic.ArrayObject([*marks, writer.add_object(mark)])
    writer.update_container(page)


@pytest.mark.parametrize("change", [append_page, cover_text])
def test_what_is_appended_after_the_signature_is_found(pdf, change):
    report = verify(later(signed(pdf), change), authority().trust())
    assert report.verdict is Verdict.BROKEN
    assert Problem.CHANGED_AFTER in report.signatures[0].problems
    assert report.signatures[0].intact  # what was signed is whole; it is no longer all there is


def test_a_second_signature_does_not_bless_what_was_slipped_in_before_it(pdf):
    changed = later(signed(pdf), append_page)
    twice = sign(changed, authority().identity("UBND xã Mẫu"), role=Role.ORGANISATION)
    report = verify(twice, authority().trust())
    assert report.verdict is Verdict.BROKEN
    assert Problem.CHANGED_AFTER in report.signatures[0].problems
    assert Problem.CHANGED_AFTER not in report.signatures[1].problems


def test_the_command_line_says_so_too(pdf, tmp_path, capsys):
    (tmp_path / "them-trang.pdf").write_bytes(later(signed(pdf), append_page))
    assert main(["verify-signature", str(tmp_path / "them-trang.pdf")]) == 1
    said = capsys.readouterr().out
    assert "Không dùng tệp này làm căn cứ" in said
    assert SENTENCES[Problem.CHANGED_AFTER] in said


def over_a_part(pdf: bytes, *, keep: int) -> bytes:
    """A file whose signature is right but covers only its beginning: the last `keep` bytes are nobody's."""
    identity = authority().identity(SIGNER)
    prepared = prepare(pdf, identity.certificate, chain=identity.chain, role=Role.PERSON)
    data = bytearray(prepared.document)
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", bytes(data))
    first, second, length = (int(each) for each in found.groups())
    told = f"/ByteRange [0 {first} {second} {length - keep}]".encode().ljust(len(found[0]))
    data[found.start() : found.end()] = told
    digest = hashlib.sha256(bytes(data[:first] + data[second : second + length - keep])).digest()

    signer = _outside(identity.certificate, identity.chain, bytes(256))
    attributes = finished(signer.signed_attrs(digest, "sha256", use_pades=True)).dump()
    forged = dataclasses.replace(prepared, document=bytes(data), attributes=attributes, digest=digest)
    assert isinstance(forged, Prepared)
    return complete(forged, read_answer(sign_block(forged.block(), identity), block_id=forged.block_id))


def test_a_signature_over_a_part_of_the_file_is_no_signature_of_the_file(pdf):
    (found,) = verify(over_a_part(pdf, keep=20), authority().trust()).signatures
    assert found.intact
    assert Problem.PARTIAL in found.problems
    assert found.verdict is Verdict.BROKEN
    (whole,) = verify(over_a_part(pdf, keep=0), authority().trust()).signatures  # the same way, honestly done
    assert whole.verdict is Verdict.VALID


def with_field() -> bytes:
    """A form with one empty text field."""
    made = pikepdf.new()
    page = made.add_blank_page()
    field = made.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="so-tien", V="",
        Rect=[100, 700, 300, 720], P=page.obj,
    ))  # fmt: skip
    page.Annots = pikepdf.Array([field])
    made.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_field_filled_after_the_signature_is_found():
    def fill(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][0]
        field[pdf_name("/V")] = generic.pdf_string("900.000.000")
        writer.update_container(field)

    form = signed(with_field())
    assert verify(form, authority().trust()).verdict is Verdict.VALID
    report = verify(later(form, fill), authority().trust())
    assert Problem.CHANGED_AFTER in report.signatures[0].problems


def test_the_bytes_of_another_signature_in_its_place_are_refused(pdf):
    """The signature of one paper pasted into another."""
    mine = signed(pdf)
    other = bytearray(sign(pdf, authority().identity("Cán bộ mẫu 02"), role=Role.PERSON))
    contents = re.compile(rb"/Contents <([0-9a-fA-F]+)>")
    here, there = contents.search(bytes(other)), contents.search(mine)
    size = min(len(here[1]), len(there[1]))
    other[here.start(1) : here.start(1) + size] = there[1][:size]
    report = verify(bytes(other), authority().trust())
    assert report.verdict is Verdict.BROKEN
    assert base64.b64encode(bytes(other)[:5]) == base64.b64encode(b"%PDF-")
