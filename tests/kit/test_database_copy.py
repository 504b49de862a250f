"""From SQLite to PostgreSQL, on a real server: everything, compared, with numbers going on; or nothing."""

from __future__ import annotations

import importlib.util
import io
import uuid
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from chungtay.audit.actions import broken_links
from chungtay.audit.models import Event
from chungtay.kit.database_copy import second_database
from chungtay.localities.models import Person, Unit

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server():
    """The address of a PostgreSQL server that may be written to, without the name of a database."""
    spec = importlib.util.spec_from_file_location("check_tool", ROOT / "tools" / "check.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    with tool.postgresql() as address:
        yield address.rpartition("/")[0]


@pytest.fixture
def empty(server):
    """The address of an empty database."""
    import psycopg

    name = f"moved_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        yield f"{server}/{name}"
        link.execute(f"DROP DATABASE {name}")


def move(address: str) -> str:
    said = io.StringIO()
    call_command("move_database", "--to", address, stdout=said, stderr=said)
    return said.getvalue()


def tables(address: str) -> list[str]:
    with second_database(address) as there:
        return connections[there].introspection.table_names()


def test_everything_arrives_and_work_goes_on_there(movement, empty):
    said = move(empty)
    assert "đã đối chiếu từng dòng và chuỗi nhật ký" in said
    with second_database(empty) as there:
        for kind in (Person, Unit, Event):
            rows = list(kind._base_manager.order_by("pk").values())
            assert rows
            assert list(kind._base_manager.using(there).order_by("pk").values()) == rows
        assert list(broken_links(using=there)) == []
        highest = Unit.objects.order_by("-pk").values_list("pk", flat=True)[0]
        fresh = Unit.objects.using(there).create(
            locality_id=movement.locality_id, name="Tổ mẫu 31", valid_from="2025-07-01"
        )
        assert fresh.pk > highest
        with connections[there].cursor() as cursor, pytest.raises(Exception, match="append-only"):
            cursor.execute("UPDATE audit_event SET note = 'sửa'")
    with pytest.raises(CommandError, match=r"đã có \d+ bảng"):
        move(empty)  # never onto something
    assert f"{Event.objects.count():>9}  audit_event" in said


def test_a_refusal_halfway_leaves_the_new_database_empty_and_the_next_try_works(place, empty):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite keeps a name that is too long")
    name = Person.objects.order_by("pk").values_list("full_name", flat=True)[0]
    first = Person.objects.filter(full_name=name)
    first.update(full_name="Cán bộ mẫu " * 30)
    with pytest.raises(CommandError, match="localities_person"):
        move(empty)
    assert tables(empty) == []
    Person.objects.filter(full_name__startswith="Cán bộ mẫu Cán bộ mẫu").update(full_name=name)
    assert "đã đối chiếu" in move(empty)
    assert "localities_person" in tables(empty)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("khong-phai-dia-chi", "Không đọc được địa chỉ|Chỉ chuyển sang"),
        ("sqlite:///mau.sqlite3", "Chỉ chuyển sang PostgreSQL"),
        ("postgres://khong.co@127.0.0.1:1/khong", "Không mở được"),
    ],
)
def test_an_address_that_cannot_be_used_is_told(db, address, why):
    with pytest.raises(CommandError, match=why):
        move(address)
