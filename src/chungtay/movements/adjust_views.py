"""What was made of the matters that ended under a movement."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay.accounts.roles import Permission
from chungtay.kit.clock import now, today
from chungtay.kit.errors import UserError
from chungtay.localities.access import ReaderRequest, page
from chungtay.movements import adjusting
from chungtay.movements.models import AdjustmentAnswer, Movement
from chungtay.movements.views import whole_page


def _back(pk: int) -> HttpResponse:
    return redirect(f"{reverse('movements:detail', args=[pk])}#dieu-chinh")


@page(Permission.RUN_MOVEMENTS)
@require_POST
def settle(request: ReaderRequest, pk: int) -> HttpResponse:
    """Done by a newer version or a paper, or not needed for a reason."""
    movement = request.reader.get(Movement, pk=pk)
    key, outcome = request.POST.get("key", ""), request.POST.get("outcome", "")
    paper, reason = request.POST.get("paper", ""), request.POST.get("reason", "")
    if outcome not in AdjustmentAnswer.Outcome:
        raise UserError(_("Chưa chọn đã điều chỉnh hay không cần. Chọn một cách."))
    try:
        adjusting.settle_adjustment(
            movement=movement, key=key, outcome=AdjustmentAnswer.Outcome(outcome), paper=paper, reason=reason,
            by=request.reader, at=now(), on=today(),
        )  # fmt: skip
    except UserError as error:
        if error.field is None:
            raise
        wrong = {"key": key, "field": error.field, "error": error.message, "paper": paper, "reason": reason}
        return whole_page(request, pk, status=400, wrong_adjustment=wrong)
    messages.success(request, _("Đã ghi kết quả việc điều chỉnh."))
    return _back(pk)


@page(Permission.RUN_MOVEMENTS)
@require_POST
def reopen(request: ReaderRequest, pk: int) -> HttpResponse:
    """Takes the answer back."""
    movement = request.reader.get(Movement, pk=pk)
    adjusting.reopen_adjustment(movement=movement, key=request.POST.get("key", ""), by=request.reader, at=now())
    messages.success(request, _("Việc này đã mở lại."))
    return _back(pk)
