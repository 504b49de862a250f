"""pyHanko works in coroutines; the rest of the program waits for what they give."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What the coroutine gives. Under an event loop that runs already (an asynchronous server) it works in a thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(max_workers=1) as one:
        return one.submit(contextvars.copy_context().run, asyncio.run, work).result()
