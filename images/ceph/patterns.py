"""Contents that say whose they are: bytes that follow from a name and a version."""

import hashlib
import json

BYTES = 4096
DAMAGED = -1


def content(name: str | int, version: int) -> bytes:
    """Name and version, and bytes that follow from both."""
    head = json.dumps([name, version]).encode() + b'\n'
    return head + hashlib.shake_128(head).digest(BYTES - len(head))


def version_in(name: str | int, data: bytes) -> int:
    """The version that this is the content of; DAMAGED where it is nobody's, or another's."""
    try:
        found, version = json.loads(data.split(b'\n', 1)[0])
    except (ValueError, TypeError):
        return DAMAGED
    intact = found == name and isinstance(version, int) and data == content(name, version)
    return version if intact else DAMAGED
