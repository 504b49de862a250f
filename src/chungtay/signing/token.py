"""A key on a USB token or HSM, through the PKCS#11 module of its maker; the key never leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from chungtay.signing.errors import SigningError
from chungtay.signing.identity import Identity, to_asn1

MISSING = (
    "Máy này chưa có phần đọc USB token. Cài gói python-pkcs11 bản 0.9 rồi thử lại, hoặc ký bằng phần mềm của "
    "token rồi tải tệp đã ký lên."
)


class Held(NamedTuple):
    """A certificate as it lies on a token, under the name and the mark that its maker gave it."""

    label: str
    mark: bytes
    certificate: x509.Certificate


@contextmanager
def open_token(module: Path, *, pin: str, label: str | None = None) -> Iterator[Identity]:
    """The identity on a token; `label` names the certificate where there are several.

    Needs the optional package python-pkcs11. Raises SigningError when that, the module, the token, its PIN or the
    certificate is missing or wrong. The PIN is given to one token only: a wrong one, tried on others, would lock them.
    """
    try:
        import pkcs11
    except ImportError as error:
        raise SigningError(MISSING) from error
    if not module.is_file():
        raise SigningError(f"Không thấy phần mềm của token tại {module}. Cài phần mềm kèm theo USB token rồi thử lại.")
    with _friendly():
        library = _loaded(module)
        tokens = [token for token in library.get_tokens() if token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED]
        token = _chosen(tokens, label)
        session = token.open(user_pin=pin)
    try:
        with _friendly():
            identity = _identity(session, _picked(_certificates(session), label))
        with _friendly():
            yield identity
    finally:
        session.close()


def _loaded(module: Path) -> Any:
    import pkcs11

    try:
        return pkcs11.lib(str(module))
    except (RuntimeError, OSError) as error:
        raise SigningError(
            f"Tệp {module} không phải phần mềm PKCS#11 chạy được trên máy này. Cài lại phần mềm kèm theo USB token."
        ) from error


def _chosen(tokens: list[Any], label: str | None) -> Any:
    """The only token, or the one that has the named certificate; certificates are seen without a PIN."""
    if not tokens:
        raise SigningError("Chưa thấy USB token. Cắm token vào máy, chờ đèn sáng rồi thử lại.")
    if len(tokens) == 1:
        return tokens[0]
    for token in tokens:
        session = token.open()
        try:
            if label and any(held.label == label for held in _certificates(session)):
                return token
        finally:
            session.close()
    raise SigningError("Máy đang cắm nhiều token. Chỉ để lại token của người ký rồi thử lại.")


def _certificates(session: Any) -> list[Held]:
    from pkcs11 import Attribute, CertificateType, ObjectClass

    wanted = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.CERTIFICATE_TYPE: CertificateType.X_509}
    return [
        Held(str(_told(each, Attribute.LABEL) or ""), bytes(_told(each, Attribute.ID) or b""),
             x509.load_der_x509_certificate(each[Attribute.VALUE]))
        for each in session.get_objects(wanted)
    ]  # fmt: skip


def _told(thing: Any, attribute: Any) -> Any:
    """What a token says of a thing; makers leave out what they like."""
    from pkcs11.exceptions import AttributeTypeInvalid

    try:
        return thing[attribute]
    except (AttributeTypeInvalid, KeyError):
        return None


def _picked(found: list[Held], label: str | None) -> tuple[Held, list[Held]]:
    """The certificate of the signer and all others, which are those of the issuers above it."""
    signers = [held for held in found if not _issues(held.certificate)]
    named = [held for held in signers if label is None or held.label == label]
    if not named:
        raise SigningError(f"Token không có chứng thư mang tên đó. {_offer(signers)}")
    if len(named) > 1:
        raise SigningError(f"Token có nhiều chứng thư. Thêm --certificate với tên chứng thư. {_offer(signers)}")
    return named[0], [held for held in found if held is not named[0]]


def _offer(found: list[Held]) -> str:
    names = ", ".join(f"“{label}”" for label in sorted(held.label for held in found))
    return f"Các tên có trên token: {names}." if names else "Trên token chưa có chứng thư nào."


def _issues(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _identity(session: Any, picked: tuple[Held, list[Held]]) -> Identity:
    from pkcs11 import Attribute, ObjectClass
    from pyhanko.sign.pkcs11 import PKCS11Signer

    mine, others = picked
    key = mine.certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise SigningError("Loại khóa này chưa dùng được để ký văn bản. Dùng khóa RSA hoặc ECDSA.")
    keys = {Attribute.CLASS: ObjectClass.PRIVATE_KEY}
    by_mark = bool(mine.mark) and bool(list(session.get_objects(keys | {Attribute.ID: mine.mark})))
    chain = tuple(held.certificate for held in others if _issues(held.certificate))
    signer = PKCS11Signer(
        session, signing_cert=to_asn1(mine.certificate), ca_chain=[to_asn1(each) for each in chain],
        use_raw_mechanism=isinstance(key, ec.EllipticCurvePublicKey),  # few tokens hash for ECDSA themselves
        **({"key_id": mine.mark} if by_mark else {"key_label": mine.label}),
    )  # fmt: skip
    return Identity(signer, mine.certificate, chain)


@contextmanager
def _friendly() -> Iterator[None]:
    """What tokens refuse, in the words of a person who holds one."""
    import pkcs11.exceptions as said

    try:
        yield
    except (said.PinIncorrect, said.PinInvalid, said.PinLenRange) as error:
        raise SigningError("Mã PIN chưa đúng. Gõ lại cẩn thận: gõ sai nhiều lần token sẽ khóa.") from error
    except said.PinLocked as error:
        raise SigningError("Token đã khóa vì gõ sai mã PIN nhiều lần. Nhờ nơi cấp chứng thư mở khóa.") from error
    except said.PKCS11Error as error:
        raise SigningError(
            f"Token không trả lời ({type(error).__name__}). Cắm lại token, đóng phần mềm khác đang dùng rồi thử lại."
        ) from error
