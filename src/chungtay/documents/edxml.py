"""An issued paper as an edXML envelope for the document exchange (R-129: Quyết định 28/2018/QĐ-TTg, QCVN 102:2016).

Names, order and nesting of the elements follow the published structure as open programs write it: MessageHeader,
TraceHeaderList, a manifest with references by content id, attachments outside the envelope. No exchange server was
there to try it on, and the file says so. What the paper does not state (codes of the offices, urgency, kind by number)
is left out, never invented.
"""

from __future__ import annotations

import base64
import datetime as dt
import xml.etree.ElementTree as ET  # we only write XML here
from collections.abc import Sequence
from dataclasses import dataclass, field

from chungtay.typesetting import tree

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
XLINK = "http://www.w3.org/1999/xlink"
NEW_PAPER = "0"  # BussinessDocType, spelt so by the standard: 0 new, 1 recalled, 2 updated, 3 replaced
ACTS_FOR = ("TM.", "KT.", "TL.", "TUQ.", "Q.")  # L-27: in whose name or place the signer signs
UNTRIED = "Theo cấu trúc công bố của QCVN 102:2016/BTTTT, chưa kiểm thử liên thông."


@dataclass(frozen=True)
class Party:
    """An office; `code` is its electronic identifier (mã định danh điện tử), empty when not known."""

    name: str
    code: str = ""


@dataclass(frozen=True)
class Paper:
    """What the header of an envelope says."""

    number: str
    notation: str
    place: str
    dated: dt.date
    type_name: str
    subject: str
    signer: str
    competence: str
    position: str
    pages: int
    sender: Party
    places: list[str] = field(default_factory=list)


def signer_of(authority: Sequence[str]) -> tuple[str, str]:
    """Competence and position of a signer from the lines above the name: "KT. CHỦ TỊCH" and "PHÓ CHỦ TỊCH"."""
    acts = [line for line in authority if line.upper().startswith(ACTS_FOR)]
    return " ".join(acts), " ".join(line for line in authority if line not in acts)


def envelope(paper: Paper, *, name: str, content: bytes, at: dt.datetime) -> bytes:
    """The envelope with one PDF in it. `at`: when it is made, in the office's time."""
    ET.register_namespace("edXML", NAMESPACE)
    ET.register_namespace("xlink", XLINK)
    root = ET.Element(_tag("edXML"))
    root.append(ET.Comment(f" {UNTRIED} "))
    outer = ET.SubElement(root, _tag("edXMLEnvelope"))
    header = ET.SubElement(outer, _tag("edXMLHeader"))
    _message(ET.SubElement(header, _tag("MessageHeader")), paper)
    trace = ET.SubElement(header, _tag("TraceHeaderList"))
    if paper.sender.code:
        _fill(trace, "TraceHeader", OrganId=paper.sender.code, Timestamp=f"{at:%Y/%m/%d %H:%M:%S}")
    _fill(trace, "Bussiness", BussinessDocType=NEW_PAPER)
    identifier = "cid:vanban-1"
    manifest = ET.SubElement(ET.SubElement(outer, _tag("edXMLBody")), _tag("edXMLManifest"), version="1.0")
    link = {f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": identifier}
    made = _fill(manifest, "Reference", ContentId=identifier, ContentType="application/pdf", AttachmentName=name)
    made.attrib.update(link)
    encoded = ET.SubElement(root, _tag("AttachmentEncoded"))
    _fill(
        encoded, "Attachment", ContentType="application/pdf", ContentId=identifier, Description=paper.subject,
        ContentTransferEncoded=base64.b64encode(content).decode(), AttachmentName=name,
    )  # fmt: skip
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _message(header: ET.Element, paper: Paper) -> None:
    day = f"{paper.dated:%Y/%m/%d}"
    _fill(header, "From", OrganId=paper.sender.code, OrganName=paper.sender.name)
    _fill(header, "Code", CodeNumber=paper.number, CodeNotation=paper.notation)
    _fill(header, "PromulgationInfo", Place=paper.place, PromulgationDate=day)
    _fill(header, "DocumentType", TypeName=paper.type_name)
    _text(header, "Subject", paper.subject)
    _fill(header, "SignerInfo", Competence=paper.competence, Position=paper.position, FullName=paper.signer)
    if paper.places:
        places = ET.SubElement(header, _tag("ToPlaces"))
        for each in paper.places:
            _text(places, "Place", each)
    _fill(header, "OtherInfo", PageAmount=str(paper.pages))
    if paper.sender.code:
        _text(header, "DocumentId", f"{paper.sender.code},{day},{paper.number}/{paper.notation}")


def _fill(parent: ET.Element, name: str, **parts: str) -> ET.Element:
    """An element with the parts that are known; put into the parent only when there are any."""
    made = ET.Element(_tag(name))
    for part, text in parts.items():
        _text(made, part, text)
    if len(made):
        parent.append(made)
    return made


def _text(parent: ET.Element, name: str, text: str) -> None:
    if text:
        ET.SubElement(parent, _tag(name)).text = tree.clean(text)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
