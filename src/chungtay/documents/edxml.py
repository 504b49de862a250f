"""An issued paper as an edXML envelope for the document exchange (R-129: Quyết định 28/2018/QĐ-TTg, QCVN 102:2016).

The element names are those of the public structure; no exchange server was there to try it on, and the file says so.
What the paper does not state (codes of the offices, urgency) is left out, never invented.
"""

from __future__ import annotations

import base64
import datetime as dt
import xml.etree.ElementTree as ET  # we only write XML here
from dataclasses import dataclass, field

from chungtay.typesetting import tree

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
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
    position: str
    pages: int
    sender: Party
    places: list[str] = field(default_factory=list)


def envelope(paper: Paper, *, name: str, content: bytes) -> bytes:
    """The envelope with one PDF in it."""
    ET.register_namespace("edXML", NAMESPACE)
    root = ET.Element(_tag("edXML"))
    root.append(ET.Comment(f" {UNTRIED} "))
    outer = ET.SubElement(root, _tag("edXMLEnvelope"))
    header = ET.SubElement(ET.SubElement(outer, _tag("edXMLHeader")), _tag("MessageHeader"))
    _message(header, paper)
    identifier = "vanban-1"
    manifest = ET.SubElement(ET.SubElement(outer, _tag("edXMLBody")), _tag("edXMLManifest"), version="1.0")
    _fill(manifest, "Reference", ContentId=identifier, ContentType="application/pdf", AttachmentName=name)
    encoded = ET.SubElement(root, _tag("AttachmentEncoded"))
    _fill(
        encoded, "Attachment", ContentId=identifier, AttachmentName=name, ContentType="application/pdf",
        ContentTransferEncoded=base64.b64encode(content).decode(),
    )  # fmt: skip
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _message(header: ET.Element, paper: Paper) -> None:
    day = f"{paper.dated:%Y/%m/%d}"
    _fill(header, "From", OrganId=paper.sender.code, OrganName=paper.sender.name)
    if paper.sender.code:
        _text(header, "DocumentId", f"{paper.sender.code},{day},{paper.number}/{paper.notation}")
    _fill(header, "Code", CodeNumber=paper.number, CodeNotation=paper.notation)
    _fill(header, "PromulgationInfo", Place=paper.place, PromulgationDate=day)
    _fill(header, "DocumentType", TypeName=paper.type_name)
    _text(header, "Subject", paper.subject)
    _fill(header, "SignerInfo", Position=paper.position, FullName=paper.signer)
    if paper.places:
        places = ET.SubElement(header, _tag("ToPlaces"))
        for each in paper.places:
            _text(places, "Place", each)
    _fill(header, "OtherInfo", PageAmount=str(paper.pages))


def _fill(parent: ET.Element, name: str, **parts: str) -> None:
    """An element with the parts that are known; none at all when nothing is."""
    if any(parts.values()):
        made = ET.SubElement(parent, _tag(name))
        for part, text in parts.items():
            _text(made, part, text)


def _text(parent: ET.Element, name: str, text: str) -> None:
    if text:
        ET.SubElement(parent, _tag(name)).text = tree.clean(text)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
