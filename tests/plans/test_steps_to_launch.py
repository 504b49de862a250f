"""What a clerk does between a plan's file and the running movement, counted as the pages ask for it.

The counts are what a new user met when the walk was tried; whoever adds a question to the way sees it here.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chungtay.demo.people import PLACES, load_place
from chungtay.movements.models import Movement
from chungtay.plans.models import Plan
from reading.files import papers
from reading.test_intake_office import as_docx
from support.places import TESTS

FORM = re.compile(r'<form[^>]*action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
FIELD = re.compile(
    r'<div class="read" id="m\d+".*?(?=<div class="read"|<h3 class="group-title"|<div class="together")', re.DOTALL
)
LOOKED, ANSWERED, TYPED = 4, 4, 20  # seconds: a value compared with the paper, a button, a value typed from the paper
LIMIT = 600  # seconds, ten minutes


@dataclass
class Clerk:
    """Somebody who does what the page offers, and how long that takes."""

    client: object
    presses: int = 0
    seconds: int = 0
    typed: list[str] = field(default_factory=list)

    def read(self, plan: Plan) -> str:
        return self.client.get(f"/ke-hoach/{plan.pk}/").content.decode()  # type: ignore[attr-defined]

    def send(self, form: str, **more: str) -> None:
        action, inside = FORM.search(form).groups()  # type: ignore[union-attr]
        given: dict[str, list[str]] = {}
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inside):
            given.setdefault(html.unescape(name), []).append(html.unescape(value))
        given.pop("csrfmiddlewaretoken", None)
        response = self.client.post(html.unescape(action), {**given, **more})  # type: ignore[attr-defined]
        assert response.status_code == 302, response.content.decode()[:500]
        self.presses += 1
        self.seconds += ANSWERED


def forms(page: str, action: str) -> list[str]:
    """The forms of a page that go to an action, in order."""
    return [match[0] for match in FORM.finditer(page) if match[1].endswith(action)]


def launch(clerk: Clerk, plan: Plan, on_paper: dict[str, str]) -> None:
    """Part by part as offered, then one by one, typing what the paper says where the machine could not read it."""
    while group := forms(clerk.read(plan), "/xac-nhan-phan/"):
        clerk.seconds += LOOKED * group[0].count('name="path"')
        clerk.send(group[0], together="1")
    while fields := [one for one in FIELD.findall(clerk.read(plan)) if 'value="not_stated"' in one]:
        path = html.unescape(re.search(r'name="path" value="([^"]+)"', fields[0])[1])  # type: ignore[index]
        answer, correct = forms(fields[0], "/muc/")
        if path in on_paper:
            clerk.seconds += TYPED
            clerk.typed.append(path)
            clerk.send(correct, answer="corrected", value=on_paper[path])
        else:
            clerk.seconds += LOOKED
            clerk.send(answer, answer="confirmed" if 'value="confirmed"' in answer else "not_stated")
    clerk.send(next(form for form in forms(clerk.read(plan), "/buoc/") if "register_issued" in form))
    clerk.send(next(match[0] for match in FORM.finditer(clerk.read(plan)) if "Phát động phong trào" in match[0]))


CASES = {
    "damaged text": ("txt", {"document.date": "22/07/2025"}, 9),
    "Word": ("docx", {"document.date": "22/07/2025"}, 9),
}


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES)
def test_seed_004_is_launched_in_few_steps(case: str, client_of) -> None:
    form, on_paper, most = CASES[case]
    load_place(PLACES[4])
    clerk = Clerk(client_of("canbo.hongvan"))
    if form == "docx":
        raw = (TESTS / "linter/transcripts/004.txt").read_text(encoding="utf-8")
        blocks = [papers.Block("text", line) for line in papers.paragraphs(raw.split("\n"))]
        data, name = as_docx(papers.Paper(blocks)), "kh.docx"
    else:
        data, name = next((TESTS / "seeds").glob("004_*.txt")).read_bytes(), "kh.txt"
    response = clerk.client.post("/ke-hoach/tai-len/", {"file": SimpleUploadedFile(name, data)})  # type: ignore[attr-defined]
    assert response.status_code == 302
    clerk.presses += 2  # the file chosen, the button
    plan = Plan.objects.get()
    launch(clerk, plan, on_paper)
    assert Movement.objects.get().plan_id == plan.pk
    assert clerk.typed == list(on_paper)
    assert clerk.presses <= most
    assert clerk.seconds <= LIMIT // 4  # the rest is for opening the paper and thinking
