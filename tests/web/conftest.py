"""Components are rendered with their own small template settings: no reader, no database."""

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory, override_settings

from web import web_settings


@pytest.fixture
def small_frame():
    with override_settings(TEMPLATES=web_settings.TEMPLATES, ROOT_URLCONF="web.web_urls"):
        yield


@pytest.fixture
def cotton(small_frame, tmp_path):
    """Renders a piece of template text with components in it, as a page author would write it."""

    def render(markup: str, **context: object) -> str:
        from django_cotton.compiler_regex import CottonCompiler

        template = engines["django"].from_string(CottonCompiler().process(markup))
        return template.render(context, request()).strip()

    def request() -> HttpRequest:
        return RequestFactory().get("/")

    return render
