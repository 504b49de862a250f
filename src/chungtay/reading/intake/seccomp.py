"""Takes the network away from this process and all that it starts (Linux). Plain ctypes: needs no right, no package.

A filter of system calls is used and not a network namespace: containers often forbid namespaces, never this.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys

# <linux/audit.h> and the numbers of the calls; io_uring could open sockets without calling socket().
MACHINES = {"x86_64": (0xC000003E, 41, 425), "aarch64": (0xC00000B7, 198, 425)}
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 13  # EACCES
AF_UNIX, NO_FAMILY = 1, 0xFFFFFFFF
FOREIGN_CALLS = 0x40000000
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER_MODE, SIGKILL = 1, 38, 22, 2, 9


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def _filter(architecture: int, socket_call: int, ring_call: int, *, local: bool) -> bytes:
    """Offsets of struct seccomp_data: number 0, architecture 4, low half of the first argument 16."""
    kept_family = AF_UNIX if local else NO_FAMILY
    program = [
        (LOAD, 0, 0, 4),
        (EQUAL, 0, 7, architecture),
        (LOAD, 0, 0, 0),
        (AT_LEAST, 5, 0, FOREIGN_CALLS),
        (EQUAL, 4, 0, ring_call),
        (EQUAL, 0, 2, socket_call),
        (LOAD, 0, 0, 16),
        (EQUAL, 0, 1, kept_family),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]
    return b"".join(struct.pack("HBBI", *line) for line in program)


def close_network(*, local: bool = False) -> bool:
    """Refuses every socket, for good; True when the machine knows how. `local`: sockets of this machine stay."""
    numbers = MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    if numbers is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    code = _filter(*numbers, local=local)
    program = _Program(len(code) // 8, code)
    return bool(
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        and libc.prctl(PR_SET_SECCOMP, FILTER_MODE, ctypes.byref(program), 0, 0) == 0
    )


def die_with_parent() -> None:
    """Asks to be killed when the thread that waits for this process ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
