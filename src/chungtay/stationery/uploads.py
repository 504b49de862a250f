"""Pictures on their way in: sent to the workbench, taken back clean."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext as _

from chungtay.kit.errors import UserError
from chungtay.kit.forms import MEGABYTE, megabytes
from chungtay.stationery import sandbox
from chungtay.stationery.pictures import MOST_BYTES, Prepared


def prepare_picture(content: bytes, *, use: Literal["ground", "emblem"], field: str) -> Prepared:
    """A cleaned picture (SVG, PNG or JPEG up to 20 MB) for the ground of the sheet or the emblem. Raises UserError."""
    if len(content) > MOST_BYTES:
        raise UserError(
            _("Hình nặng %(size)s MB, quá mức %(limit)s MB. Xuất lại hình nhẹ hơn rồi tải lên.")
            % {"size": megabytes(len(content), over=MOST_BYTES // MEGABYTE), "limit": MOST_BYTES // MEGABYTE},
            field=field,
        )
    try:
        made = sandbox.run("picture", {"use": use}, {"picture.in": content}, wanted=("picture.out", "raster.png"))
    except UserError as error:
        raise UserError(error.message, field=field, details=error.details) from error
    return Prepared(
        made.files["picture.out"], str(made.answer["media_type"]), made.files.get("raster.png", b""),
        [str(line) for line in made.answer["warnings"]],
    )  # fmt: skip
