"""The product's settings on a data folder of the test run; tests never touch the data of a running product."""

import os

from support.leftovers import own_temporary_folder

if "CHUNGTAY_TEST_DATA" not in os.environ:  # the workers of one run inherit the folders of the first process
    _temporary = own_temporary_folder()
    os.environ["CHUNGTAY_TEST_DATA"] = os.environ.get("CHUNGTAY_DATA") or os.path.join(_temporary, "data")  # noqa: PTH118
os.environ["CHUNGTAY_DATA"] = os.environ["CHUNGTAY_TEST_DATA"]
os.environ.pop("CHUNGTAY_TODAY", None)

from chungtay.config.settings import *  # noqa: F403
from chungtay.config.settings import DATABASES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "support.flushable_sqlite"
    DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"]["init_command"].replace(
        "synchronous=FULL",
        "synchronous=OFF",  # a test database need not survive a power cut
    )

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - WhiteNoise warns when there is none
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
