"""SQLite whose test flush may empty append-only tables: the triggers stand aside for it and come back."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseOperations(base.DatabaseOperations):
    def sql_flush(self, *args: Any, **kwargs: Any) -> list[str]:
        statements: list[str] = super().sql_flush(*args, **kwargs)
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        return [*[f"DROP TRIGGER {name}" for name, _ in triggers], *statements, *[sql for _, sql in triggers]]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
