"""Digital signatures on issued papers: signed elsewhere and filed, or prepared here and signed with one's own token.

The issued bytes stay as they are; a signed copy is kept beside them. What is broken or of another paper is refused.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay import typesetting
from chungtay.audit.actions import record
from chungtay.documents.actions import full_data, number_of, render, store_file
from chungtay.documents.keeping import read_kept
from chungtay.documents.models import Document, SignedCopy, WaitingSignature
from chungtay.documents.trust import house_timestamper, house_trust
from chungtay.kit.errors import UserError
from chungtay.kit.text import fold
from chungtay.localities.access import Reader

if TYPE_CHECKING:
    from chungtay.signing import Appearance, Report, Role


@contextmanager
def told_to_the_user() -> Iterator[None]:
    """The engine's refusals as errors of a form."""
    from chungtay.signing import SigningError

    try:
        yield
    except SigningError as error:
        raise UserError(str(error)) from error


def file_signed_copy(
    *, document: Document, content: bytes, by: Reader, at: dt.datetime,
    way: SignedCopy.Way = SignedCopy.Way.UPLOADED,
) -> SignedCopy:  # fmt: skip
    """Keeps a signed file of an issued paper. The same file again gives the same row.

    Raises `UserError`: not issued, not signed, another paper, changed after signing, certificate revoked or expired.
    """
    origin, report = _examine(document, content)
    return _keep(document, content, origin=origin, report=report, way=way, by=by, at=at)


def _examine(document: Document, content: bytes) -> tuple[str, Report]:
    from chungtay.signing import SENTENCES, Problem, Verdict, original_of, verify

    _must_be_issued(document)
    with told_to_the_user():
        report = verify(content, house_trust())
        if report.verdict is Verdict.UNSIGNED:
            raise UserError(_("Tệp này chưa có chữ ký số nào. Ký bằng phần mềm ký số rồi tải bản đã ký lên."))
        origin = original_of(content, render(document, "pdf"))
    if not origin:
        raise UserError(
            _("Chữ trong tệp này khác với bản đã phát hành, nên không phải là văn bản %(number)s. Tải PDF của đúng văn "
              "bản về, ký, rồi tải bản đã ký lên.") % {"number": number_of(document) or document.title}
        )  # fmt: skip
    wrong = [p for signature in report.signatures for p in signature.problems]
    if report.verdict is Verdict.BROKEN or Problem.EXPIRED_SINCE in wrong:
        raise UserError(
            _("Không nhận bản này vì có chữ ký không hợp lệ. Chưa lưu gì."),
            details=[_(SENTENCES[problem]) for problem in dict.fromkeys(wrong)],
        )
    return origin, report


def _must_be_issued(document: Document) -> None:
    if document.state == Document.State.VOID:
        raise UserError(_("Văn bản này đã hủy nên không nhận chữ ký số nữa."))
    if document.state != Document.State.ISSUED or document.pdf is None:
        raise UserError(_("Văn bản chưa phát hành. Cho số trước, vì số và ngày phải có trong tệp trước khi ký số."))


@transaction.atomic
def _keep(
    document: Document, content: bytes, *, origin: str, report: Report, way: SignedCopy.Way, by: Reader, at: dt.datetime
) -> SignedCopy:
    locked = Document.locked(document.pk)
    _must_be_issued(locked)
    stored = store_file(
        locality=locked.locality, name=f"{locked.kind}-{locked.pk}-da-ky.pdf", media_type="application/pdf",
        content=content, at=at,
    )  # fmt: skip
    found = SignedCopy.objects.filter(document=locked, file=stored).first()
    if found is not None:
        return found
    copy = SignedCopy.objects.create(
        document=locked, file=stored, way=way, origin=origin, verdict=report.verdict, signatures=_read(report),
        filed_by=by.name, filed_at=at,
    )  # fmt: skip
    after = {
        "sha256": stored.sha256, "way": way, "origin": origin, "verdict": report.verdict,
        "signers": [each["name"] for each in copy.signatures],
    }  # fmt: skip
    record("document.signed_copy_filed", by=by, at=at, scope=locked.locality.code, subject=locked, after=after)
    return copy


def _read(report: Report) -> list[dict[str, Any]]:
    """What the signatures say, as it is kept."""
    return [
        {
            "name": each.holder.name if each.holder else "",
            "organisation": each.holder.organisation if each.holder else "",
            "issuer": each.holder.issuer if each.holder else "",
            "serial": each.holder.serial if each.holder else "",
            "at": each.signed_at.isoformat() if each.signed_at else None,
            "timestamped": each.timestamped,
            "verdict": each.verdict,
            "problems": list(each.problems),
        }
        for each in report.signatures
    ]


def newest_bytes(document: Document) -> bytes:
    """The paper with all signatures so far; as issued when it has none."""
    copy = document.signed_copies.select_related("file").order_by("-pk").first()
    if copy is None:
        return render(document, "pdf")
    return read_kept(copy.file)


def prepare_signature(
    *,
    document: Document,
    certificate: bytes,
    role: Role,
    picture: bytes | None = None,
    by: Reader,
    at: dt.datetime,
    confirmed: bool = False,
) -> WaitingSignature:
    """The first half of signing with a token: the server prepares, the signer's own machine signs the block.

    A paper waits for one signature at a time; asking again replaces what waited. Raises `UserError`; what may be right
    all the same, a certificate in another name than the paper prints or an organisation before a printed signer, has
    the field "confirmed" and goes through when that is given.
    """
    from chungtay.signing import holder, prepare, read_certificates

    _must_be_issued(document)
    pdf = newest_bytes(document)
    with told_to_the_user():
        first, *chain = read_certificates(certificate)
        _must_be_theirs(document, holder(first).name, role=role, confirmed=confirmed)
        look = _look(document, pdf, role, picture, holder(first).name) if picture else None
        prepared = prepare(pdf, first, role=role, chain=tuple(chain), look=look, trust=house_trust())
    return _wait(document, prepared.document, prepared.dump(), holder(first).name, role=role, by=by, at=at)


def _look(document: Document, pdf: bytes, role: Role, picture: bytes, signer: str) -> Appearance:
    from chungtay.signing import Role, SigningError, appearance, find_place, signed_place, words_below

    names = printed_signers(document)
    over = signed_place(pdf, names[-1] if names else "") if role is Role.ORGANISATION else None
    if over is not None:
        return appearance(role, picture, over, free=words_below(pdf, over))
    if not names:
        raise SigningError(_("Văn bản không in tên người ký nên chưa biết đặt hình ở đâu. Ký không kèm hình."))
    return appearance(role, picture, find_place(pdf, _name_of(signer, names)))


def _must_be_theirs(document: Document, signer: str, *, role: Role, confirmed: bool) -> None:
    """The clerk picks a file; the wrong one would sign a decision in the name of somebody who did not decide it."""
    from chungtay.signing import Role

    names = printed_signers(document)
    same = named_in(signer, names)
    if role is Role.ORGANISATION and same:
        raise UserError(
            _("Chứng thư này của người ký (%(name)s), không phải của cơ quan. Chọn chứng thư của cơ quan.")
            % {"name": signer}, field="certificate",
        )  # fmt: skip
    missing = missing_names(document)
    if role is Role.ORGANISATION and missing and document.signed_copies.exists() and not confirmed:
        raise UserError(
            _("Văn bản còn in tên %(names)s mà chưa có chữ ký số mang tên đó; cơ quan ký rồi thì người không ký "
              "thêm được. Để người đó ký trước. Đã đủ chữ ký thì đánh dấu ô dưới đây rồi chuẩn bị lại.")
            % {"names": ", ".join(f"“{name}”" for name in missing)}, field="confirmed",
        )  # fmt: skip
    if role is Role.PERSON and names and not same and not confirmed:
        raise UserError(
            _("Chứng thư này của “%(signer)s”, còn văn bản in người ký là %(names)s. Chọn lại chứng thư. Đúng là chứng "
              "thư của người đó thì đánh dấu ô dưới đây rồi chuẩn bị lại.")
            % {"signer": signer, "names": ", ".join(f"“{name}”" for name in names)}, field="confirmed",
        )  # fmt: skip


def named_in(signer: str, names: list[str]) -> list[str]:
    """Which of the printed names a certificate's holder bears; issuers write names as they like, often with more."""
    return [name for name in names if f" {fold(name)} " in f" {fold(signer)} "]


def missing_names(document: Document) -> list[str]:
    """Whose name the paper prints as a signer, but no signature of the newest copy bears."""
    copy = document.signed_copies.order_by("-pk").first()
    holders = [each["name"] for each in copy.signatures] if copy else []
    return [name for name in printed_signers(document) if not any(named_in(holder, [name]) for holder in holders)]


def printed_signers(document: Document) -> list[str]:
    """The names under the paper, in the order of its layout: the last one answers for it. None for data of a form that
    the typesetter no longer takes; the issued file is what counts then."""
    try:
        built = typesetting.build(document.kind, full_data(document))
    except typesetting.TypesettingError:
        return []
    return [each.name for each in built.signatures if each.name]


def _name_of(signer: str, names: list[str]) -> str:
    """Above whose printed name the picture belongs: the holder of the certificate; the last one, who answers for the
    paper, when nobody or more than one is named so."""
    same = named_in(signer, names)
    return same[0] if len(same) == 1 else names[-1]


@transaction.atomic
def _wait(
    document: Document, prepared: bytes, kept: Mapping[str, Any], holder: str, *, role: str, by: Reader, at: dt.datetime
) -> WaitingSignature:
    locked = Document.locked(document.pk)
    _must_be_issued(locked)
    waiting, _created = WaitingSignature.objects.update_or_create(
        document=locked,
        defaults={"role": role, "holder": holder[:200], "prepared": prepared, "kept": kept, "asked_by": by.name,
                  "asked_at": at},
    )  # fmt: skip
    record("document.signature_prepared", by=by, at=at, scope=locked.locality.code, subject=locked,
           after={"role": role, "holder": holder})  # fmt: skip
    return waiting


def block_of(waiting: WaitingSignature) -> bytes:
    """The file for the signer's machine; no secret in it."""
    from chungtay.signing import Prepared

    document = waiting.document
    title = f"{number_of(document) or ''} {document.title}".strip()
    block = Prepared.load(bytes(waiting.prepared), waiting.kept).block(title)
    return (json.dumps(block, ensure_ascii=False, indent=1) + "\n").encode()


def complete_signature(*, document: Document, answer: bytes, by: Reader, at: dt.datetime) -> SignedCopy:
    """The second half: the answer of the signer's machine becomes a signed copy. After a `UserError` it waits on."""
    from chungtay.signing import Prepared, complete, read_answer

    waiting = _still_waiting(document)
    prepared = Prepared.load(bytes(waiting.prepared), waiting.kept)
    if not prepared.document.startswith(newest_bytes(document)):
        raise UserError(
            _("Trong lúc chờ, văn bản đã có thêm chữ ký khác, nên chữ ký này không ghép vào được. "
              "Bấm “Thôi chờ”, chuẩn bị lại tệp chờ ký rồi ký.")
        )  # fmt: skip
    with told_to_the_user():
        signature = read_answer(_json(answer), block_id=prepared.block_id)
        content = complete(prepared, signature, timestamper=house_timestamper(), trust=house_trust())
    origin, report = _examine(document, content)
    with transaction.atomic():
        Document.locked(document.pk)
        if _still_waiting(document).kept != waiting.kept:  # a timestamp takes its time; somebody was quicker
            raise UserError(_("Trong lúc ghép chữ ký, văn bản đã được chuẩn bị lại. Tải lại trang rồi làm lại."))
        copy = _keep(document, content, origin=origin, report=report, way=SignedCopy.Way.COMPLETED, by=by, at=at)
        WaitingSignature.objects.filter(document=document).delete()
    return copy


def _still_waiting(document: Document) -> WaitingSignature:
    waiting = WaitingSignature.objects.filter(document=document).first()
    if waiting is None:
        raise UserError(_("Văn bản này không còn chờ chữ ký nào. Tải lại trang rồi bắt đầu lại."))
    return waiting


def _json(answer: bytes) -> Mapping[str, Any]:
    try:
        read = json.loads(answer)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


@transaction.atomic
def give_up_signature(*, document: Document, by: Reader, at: dt.datetime) -> None:
    """Waits no longer; nothing was signed."""
    locked = Document.locked(document.pk)
    gone, _rows = WaitingSignature.objects.filter(document=locked).delete()
    if gone:
        record("document.signature_given_up", by=by, at=at, scope=locked.locality.code, subject=locked)
