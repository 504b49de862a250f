"""Components keep their promises: words with colours, reasons with locks, labels with controls, "không nêu" said."""

import re

import pytest
from django import forms
from django.core.paginator import Paginator

from chungtay.web.gallery import EXAMPLES, HERE, gallery, icon_names
from web.reading_html import parse

TEMPLATES = HERE / "templates"
COTTON = TEMPLATES / "cotton"
INLINE = ["icon", "chip", "mark", "kbd", "person"]


def component_names():
    return sorted(path.stem.replace("_", "-") for path in COTTON.glob("*.html"))


def test_chip_carries_colour_icon_and_word(cotton):
    html = cotton('<c-chip tone="late">Chậm</c-chip>')
    assert 'class="chip is-late"' in html
    assert "#i-late" in html
    assert html.endswith("Chậm</span>")


def test_chip_escapes_what_people_typed(cotton):
    assert "<b>" not in cotton('<c-chip tone="ok">{{ name }}</c-chip>', name="<b>x</b>")


@pytest.mark.parametrize("name", INLINE)
def test_inline_components_bring_no_spaces_of_their_own(cotton, name):
    html = cotton(f"(<c-{name}>x</c-{name}>)")
    assert html.startswith("(<")
    assert html.endswith(">)")


def test_locked_button_is_focusable_and_says_why(cotton):
    page = parse(cotton('<c-locked why="Chỉ Chủ tịch ký được.">Ký</c-locked>' * 2))
    buttons = page.all("button")
    assert [b["aria-disabled"] for b in buttons] == ["true", "true"]
    assert all("disabled" not in b for b in buttons)
    ids = [b["aria-describedby"] for b in buttons]
    assert len(set(ids)) == 2
    assert [page.text_of(i) for i in ids] == ["Chỉ Chủ tịch ký được."] * 2


def test_button_is_link_or_button_and_passes_attributes(cotton):
    assert cotton('<c-btn href="/a" primary>Mở</c-btn>') == '<a class="btn primary" href="/a">Mở</a>'
    html = cotton('<c-btn :hx-post="url" busy="Đang lưu">Lưu</c-btn>', url='/x?"')
    assert 'hx-post="/x?&quot;"' in html
    assert 'data-ct-busy="Đang lưu"' in html
    assert 'type="submit"' in html


def test_due_without_a_date_says_so(cotton):
    assert "Không nêu hạn" in cotton('<c-due :days="left" />', left=None)
    assert "Quá hạn 2 ngày" in cotton('<c-due :days="left" />', left=-2)


def test_quota_not_stated_has_words_and_no_seats(cotton):
    html = cotton('<c-quota label="Hộ" :limit="limit" />', limit=None)
    assert "kế hoạch không nêu số suất" in html
    assert "seats" not in html


@pytest.mark.parametrize("name", component_names())
def test_a_page_variable_of_the_same_name_does_not_leak_in(cotton, name):
    source = (COTTON / f"{name.replace('-', '_')}.html").read_text(encoding="utf-8")
    words = set(re.findall(r"[a-z_]+", source)) - {"attrs", "slot", "cotton_data", "request", "csrf_token"}
    assert "LEAKED" not in cotton(f"<c-{name} />", **dict.fromkeys(words, "LEAKED"))


def test_bar_not_measurable_has_words_and_no_bar(cotton):
    html = cotton('<c-bar :value="None" empty="chưa công bố" />')
    assert "chưa công bố" in html
    assert "<svg" not in html


class Ask(forms.Form):
    day = forms.CharField(label="Ngày ban hành", help_text="ngày/tháng/năm")
    kind = forms.ChoiceField(
        label="Loại", choices=[("a", "Đúng 5"), ("unstated", "Không nêu")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Ghi thêm", required=False)
    public = forms.BooleanField(label="Công khai", required=False)


def test_field_ties_label_help_and_error_to_the_control(cotton):
    page = parse(cotton('<c-field :field="form.day" />', form=Ask(data={"day": ""})))
    control = page.all("input")[0]
    assert page.all("label")[0]["for"] == control["id"]
    assert control["aria-invalid"] == "true"
    said = " ".join(page.text_of(i) for i in control["aria-describedby"].split())
    assert "ngày/tháng/năm" in said
    assert len(control["aria-describedby"].split()) == 2


def test_optional_fields_say_so_and_a_tick_box_is_a_choice(cotton):
    assert "(không bắt buộc)" in cotton('<c-field :field="form.note" />', form=Ask())
    assert 'class="choice"' in cotton('<c-field :field="form.public" />', form=Ask())


def test_unstated_is_a_choice_of_its_own_and_not_preselected(cotton):
    html = cotton('<c-choices :field="form.kind" unstated="unstated" />', form=Ask())
    assert html.count("<label") == 2
    assert 'class="choice unstated"' in html
    assert "checked" not in html
    assert "<legend>Loại" in html


def test_read_field_links_to_its_place_and_back(cotton):
    html = cotton('<c-read-field title="Hạn" n="10" ref="w10" confidence="low" value="15/12" cite="Mục III" />')
    assert 'href="#w10"' in html
    assert 'data-ct-ref="w10"' in html
    assert "Không chắc" in html


def test_job_asks_again_only_while_it_runs(cotton):
    running = cotton('<c-progress url="/viec/3" state="running" label="Đọc" :done="1200" :total="2635" />')
    assert 'hx-get="/viec/3" hx-trigger="every 2s"' in running
    assert "1.200/2.635" in running
    assert '<a href="/viec/3">' in running
    assert "hx-get" not in cotton('<c-progress url="/viec/3" state="done" label="Đọc" />')


def test_pager_keeps_the_filters(cotton):
    html = cotton('<c-pager :page="page" what="hồ sơ" />', page=Paginator(range(50), 20).page(2))
    assert "21–40" in html
    assert 'href="?page=1"' in html
    assert 'href="?page=3"' in html


def test_stage_says_its_state_in_words(cotton):
    html = cotton('<c-stage title="Họp xét" state="now" current>08/12</c-stage>')
    assert "(đang làm)" in html
    assert 'aria-current="step"' in html


def test_dialog_posts_with_a_token_and_can_be_left(cotton):
    html = cotton('<c-dialog id="d" title="Hủy?" confirm="Hủy" action="/huy">Không lùi được.</c-dialog>')
    assert "csrfmiddlewaretoken" in html
    assert "data-ct-close" in html
    assert html.startswith("<dialog")


# ---------------------------------------------------------------- the gallery


def test_every_component_is_shown_in_the_gallery():
    shown = "".join(path.read_text(encoding="utf-8") for path in EXAMPLES.glob("*.html"))
    assert [name for name in component_names() if not re.search(rf"<c-{name}[\s/>]", shown)] == []


def test_every_example_file_is_in_the_catalogue():
    from chungtay.web.gallery import CATALOGUE

    assert sorted(e.name for e in CATALOGUE) == sorted(path.stem for path in EXAMPLES.glob("*.html"))


def test_every_component_explains_what_it_declares():
    for path in COTTON.glob("*.html"):
        source = path.read_text(encoding="utf-8")
        head = re.search(r"{% comment %}(.*?){% endcomment %}", source, re.DOTALL)
        assert head, path.name
        declared = re.findall(r"<c-vars (.*?)/>", source)
        for name in re.findall(r":?([a-z-]+)=", declared[0] if declared else ""):
            assert name in head[1], f"{path.name} does not explain {name}"


def test_gallery_renders_every_component_with_unique_ids(small_frame, rf):
    page = parse(gallery(rf.get("/bo-suu-tap/")).content.decode())
    ids = [attrs["id"] for attrs in page.every if "id" in attrs]
    assert sorted(set(ids)) == sorted(ids)
    assert [t for t in page.tags if t.startswith("c-")] == []
    for attrs in page.every:
        for target in attrs.get("aria-describedby", "").split() + attrs.get("aria-labelledby", "").split():
            assert target in ids, target


@pytest.mark.parametrize("name", ["400", "403", "404", "413", "500", "403_csrf", "web/user_error"])
def test_error_pages_need_no_context_and_say_what_to_do(small_frame, name):
    from django.template.loader import render_to_string

    html = render_to_string(f"{name}.html")
    assert html.count("<h1") == 1
    assert 'href="/"' in html or "Quay lại" in html


def test_403_says_who_may(small_frame):
    from django.template.loader import render_to_string

    html = render_to_string("403.html", {"message": "Chỉ Chủ tịch UBND xã ký được."})
    assert "Chỉ Chủ tịch UBND xã ký được." in html
    assert "hãy hỏi" in html


def test_icon_names_in_templates_exist():
    known = {*icon_names(), "auto"}
    wanted = set()
    for path in HERE.parent.rglob("templates/**/*.html"):
        source = path.read_text(encoding="utf-8")
        found = re.findall(r'icon name="([a-z]+)"', source) + re.findall(r'<c-[a-z-]+ [^>]*icon="([a-z]+)"', source)
        wanted |= {(path.name, name) for name in found}
    assert sorted(pair for pair in wanted if pair[1] not in known) == []


def test_icons_of_tones_exist():
    from chungtay.web.templatetags import ct

    for table in (ct.TONE_ICONS, ct.LIST_ICONS, ct.NOTE_ICONS, ct.STATE_ICONS):
        assert set(table.values()) <= set(icon_names())
