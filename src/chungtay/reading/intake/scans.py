"""What holds for every page that was read from a picture."""

from __future__ import annotations

from chungtay.reading.intake.converted import Converted
from chungtay.reading.intake.source import UnreadableFile

MOST_SCANNED = 60
TOO_MANY_SCANS = "Tệp có {pages} trang ảnh, quá mức {most} trang. Tách phần kế hoạch ra một tệp riêng rồi đưa lại."
NO_WORDS = (
    "Không thấy chữ nào trong tệp này. Kiểm tra có đúng tệp kế hoạch không; nếu là ảnh mờ hay thiếu sáng, chụp hoặc "
    "quét lại ở 200-300 dpi."
)
HARD_TO_READ = 0.7
POOR = "Trang {pages}: ảnh khó đọc, chữ nhận dạng được có thể sai. Quét lại rõ hơn, hoặc đối chiếu kỹ với bản giấy."


def checked(done: Converted) -> Converted:
    """The pages with a warning for those that were hard to read. Raises UnreadableFile when there is no word at all."""
    if not any(c.isalnum() for page in done.pages for c in page.text):
        raise UnreadableFile(NO_WORDS)
    poor = [str(page.number) for page in done.pages if page.confidence is not None and page.confidence < HARD_TO_READ]
    if poor:
        done.warnings.append(POOR.format(pages=", ".join(poor)))
    return done
