"""Where the tests' files lie, and the day on which the demonstration stands."""

import datetime as dt
from pathlib import Path

TESTS = Path(__file__).parents[1]
DAY = dt.date(2025, 12, 2)
