"""Who may write an initiative, and when nobody may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chungtay.accounts.roles import Permission
from chungtay.initiatives import queries
from chungtay.initiatives.models import Initiative
from chungtay.kit.errors import Forbidden, UserError
from chungtay.localities.access import Reader


def must_be_its_people(initiative: Initiative, by: Reader) -> None:
    """Raises `Forbidden` for everybody but the authors, their unit's head and the clerk."""
    by.must(Permission.PROPOSE_INITIATIVES)
    if not queries.may_change(initiative, by):
        raise Forbidden(_("Đề xuất này do tác giả, trưởng đơn vị hoặc cán bộ thường trực phong trào sửa."))


def must_be_live(initiative: Initiative) -> None:
    """Raises `UserError` when the movement takes no more writing."""
    if initiative.movement.state in queries.CLOSED:
        raise UserError(_("Phong trào đang dừng hoặc đã lưu trữ nên không ghi thêm được."))


def must_not_be_own(initiative: Initiative, by: Reader) -> None:
    """Raises `UserError` for an author: nobody judges what is theirs."""
    if queries.is_own(initiative, by):
        raise UserError(
            _("Anh/chị là tác giả của “%s” nên không tự kiểm tra, xét hay công nhận. Nhờ người khác có cùng vai trò.")
            % initiative.title
        )
