"""What a clerk reads: dates, numbers, money, "không nêu", marked source text."""

import datetime as dt
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.template import Context
from hypothesis import given
from hypothesis import strategies as st

from chungtay.web.templatetags import ct


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (dt.date(2025, 12, 5), "05/12/2025"),
        (dt.datetime(2025, 12, 4, 18, 30, tzinfo=dt.UTC), "05/12/2025"),  # past midnight in Hà Nội
        ("2025-12-05", "05/12/2025"),
        ("2025-02", "02/2025"),
        ("2025", "2025"),
        ("quý IV năm 2025", "quý IV năm 2025"),
    ],
)
def test_dates_show_what_is_stated_and_no_more(value, shown):
    assert ct.vi_date(value) == shown


@pytest.mark.parametrize("show", [ct.vi_date, ct.vi_number, ct.vi_percent, ct.vi_money, ct.weekday_vi])
@pytest.mark.parametrize("absent", [None, ""])
def test_what_is_not_stated_is_said_never_a_zero(show, absent):
    assert show(absent) == '<span class="unstated">không nêu</span>'


def test_stated_passes_values_and_says_absence():
    assert ct.stated(0) == 0
    assert ct.stated(None) == '<span class="unstated">Không nêu</span>'


def test_weekday():
    assert ct.weekday_vi(dt.date(2025, 12, 2)) == "Thứ Ba, 02/12/2025"
    assert ct.weekday_vi("2025-12-14") == "Chủ nhật, 14/12/2025"
    assert ct.weekday_vi("2025-12") == "12/2025"


def test_time_of_day_is_local():
    assert ct.vi_time(dt.datetime(2025, 12, 2, 2, 5, tzinfo=dt.UTC)) == "9 giờ 05, 02/12/2025"


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (1234.5, None, "1.234,5"),
        (1234567, None, "1.234.567"),
        (Decimal("99.50"), None, "99,5"),
        (100, None, "100"),
        (Decimal("0.125"), 2, "0,13"),
        (31, 1, "31,0"),
        (-1234.5, None, "-1.234,5"),
        ("chưa đếm", None, "chưa đếm"),
    ],
)
def test_numbers_in_vietnamese_form(value, places, shown):
    assert ct.vi_number(value, places) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (99.2, "99,2%"),
        (100, "100%"),
        (99.96, "99,9%"),
        (Decimal("99.999"), "99,9%"),
        (62.64, "62,6%"),
        (0, "0%"),
        (104, "104%"),
    ],
)
def test_percent_never_rounds_up_to_a_target_that_was_not_met(value, shown):
    assert ct.vi_percent(value) == shown


@given(st.decimals(min_value=0, max_value=Decimal("99.999999"), places=6))
def test_no_share_below_100_is_shown_as_100(value):
    assert ct.vi_percent(value) != "100%"
    assert ct.vi_percent(value, 2) != "100,00%"


def test_money():
    assert ct.vi_money(710000) == "710.000 đồng"


@pytest.mark.parametrize(
    ("name", "letters"), [("Nguyễn Văn An", "NA"), ("Đào", "Đ"), ("Cán bộ mẫu 04", "CM"), ("", "?")]
)
def test_initials(name, letters):
    assert ct.initials(name) == letters


class Reader(HTMLParser):
    """Reads marked text back: plain text, ids, and whether every mark was closed in order."""

    def __init__(self, html):
        super().__init__()
        self.text, self.ids, self.depth, self.in_number = "", [], 0, False
        self.by_ref = {}
        self.stack = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "mark":
            self.stack.append(values["data-ct-ref"])
            self.ids += [values["id"]] if "id" in values else []
        self.in_number = self.in_number or tag == "sup"

    def handle_endtag(self, tag):
        if tag == "mark":
            self.stack.pop()
        if tag == "sup":
            self.in_number = False

    def handle_data(self, data):
        if self.in_number:
            return
        self.text += data
        for ref in self.stack:
            self.by_ref[ref] = self.by_ref.get(ref, "") + data


def test_highlight_marks_escapes_and_numbers():
    spans = [{"start": 4, "end": 7, "id": "w1", "n": 1, "confidence": "mid", "href": "#m1"}]
    number = '<sup><a href="#m1" aria-label="Đến mục 1">1</a></sup>'
    mark = f'<mark id="w1" class="conf mid" data-ct-ref="w1">b&amp;c{number}</mark>'
    assert ct.highlight("a < b&c d", spans) == f"a &lt; {mark} d"


def test_highlight_does_not_let_a_source_text_write_html():
    shown = ct.highlight('<script>x</script>"', [{"start": 0, "end": 8, "id": '"><script>'}])
    assert "<script" not in shown


@given(
    st.text(alphabet="ab<&é \n", min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(-2, 32), st.integers(-2, 32)), max_size=5),
)
def test_overlapping_marks_lose_no_letter_and_repeat_no_id(text, pairs):
    spans = [{"start": a, "end": b, "id": f"w{i}", "n": i} for i, (a, b) in enumerate(pairs)]
    read = Reader(str(ct.highlight(text, spans)))
    inside = {s["id"]: text[s["start"] : s["end"]] for s in spans if 0 <= s["start"] < s["end"] <= len(text)}
    assert read.text == text
    assert read.stack == []
    assert sorted(read.ids) == sorted(inside)
    assert read.by_ref == inside


def test_quota_not_stated_draws_no_seats():
    assert ct.quota_line(None, 0, 2) == {"seats": [], "words": "kế hoạch không nêu số suất; đã có 2", "tone": "none"}


@pytest.mark.parametrize(
    ("limit", "decided", "waiting", "seats", "words"),
    [
        (3, 2, 0, ["on", "on", "free"], "còn 1/3 suất"),
        (2, 0, 2, ["wait", "wait"], "đủ 2/2 suất"),
        (2, 2, 1, ["on", "on", "over"], "vượt 1 so với 2 suất"),
        (0, 0, 0, [], "đủ 0/0 suất"),
    ],
)
def test_quota_seats_and_sentence(limit, decided, waiting, seats, words):
    line = ct.quota_line(limit, decided, waiting)
    assert (line["seats"], line["words"]) == (seats, words)


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (12, "Còn 12 ngày", ""),
        (1, "Còn 1 ngày", "risk"),
        (0, "Trong hôm nay", "risk"),
        (-2, "Quá hạn 2 ngày", "late"),
        (None, "Không nêu hạn", "none"),
    ],
)
def test_due_in_words(days, words, tone):
    line = ct.due_line(days)
    assert (line["words"], line["tone"]) == (words, tone)


@pytest.mark.parametrize(
    ("value", "target", "most", "parts"),
    [
        (62.6, 100, 100, {"width": "62.6", "level": "100"}),
        (2, 3, 4, {"width": "50", "level": "75"}),
        (250, None, 100, {"width": "100", "level": ""}),
        (None, 100, 100, None),
        (1, 1, 0, None),
    ],
)
def test_bar_widths(value, target, most, parts):
    assert ct.bar_parts(value, target, most) == parts


def test_ids_repeat_between_renderings_and_never_within_one():
    page = Context({"cotton_data": {"stack": []}})
    first, second = ct.ct_id(page, "why", "Ký"), ct.ct_id(page, "why", "Ký")
    assert first != second
    assert ct.ct_id(Context({"cotton_data": {"stack": []}}), "why", "Ký") == first


def test_query_keeps_filters_and_drops_empty_ones(rf):
    page = Context({"request": rf.get("/", {"q": "mẫu", "page": "2"})})
    assert ct.ct_query(page, page=3) == "?q=m%E1%BA%ABu&page=3"
    assert ct.ct_query(page, q="", page=None) == "?"


def test_attributes_given_to_a_component_are_escaped():
    assert ct.ct_attrs({"hx-get": '/x?a=1&b="2"', "hidden": True, "off": False}) == (
        ' hx-get="/x?a=1&amp;b=&quot;2&quot;" hidden'
    )
