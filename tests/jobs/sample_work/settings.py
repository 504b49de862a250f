"""The real settings, and one more app: the sample kinds of work that worker processes of the tests must know."""

from chungtay.config.settings import *  # noqa: F403
from chungtay.config.settings import INSTALLED_APPS as REAL_APPS

INSTALLED_APPS = [*REAL_APPS, "sample_work"]
