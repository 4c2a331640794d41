"""RBD images of a pool, in blocks whose content says which block and which version it is."""

import threading

import rados
import rbd

from patterns import BYTES, content, version_in


class OpenImages:
    """One handle an image for the whole process, as a virtual machine has one for all its requests.

    A handle for each connection would hand the image's exclusive lock around with every write.
    """

    def __init__(self) -> None:
        self.opened: dict[tuple[str, str], rbd.Image] = {}
        self.lock = threading.Lock()

    def use(self, pool: rados.Ioctx, names: tuple[str, str]) -> rbd.Image:
        """The handle of (pool, image), opened the first time."""
        with self.lock:
            if names not in self.opened:
                self.opened[names] = rbd.Image(pool, names[1])
            return self.opened[names]

    def close(self) -> None:
        """Flushes, and gives exclusive locks back: after whoever dies without, the next waits."""
        for image in self.opened.values():
            image.close()


def create(pool: rados.Ioctx, name: str, size: int) -> None:
    """With the features that ceph.conf names; exclusive-lock is among Ceph's own."""
    rbd.RBD().create(pool, name, size)


def write_block(image: rbd.Image, place: int, block: int, version: int, flush: bool) -> None:
    """What is not flushed may be in this process' memory alone: librbd has a cache."""
    image.write(content(block, version), place)
    if flush:
        image.flush()


def read_block(image: rbd.Image, place: int, block: int) -> int | None:
    """The version of a block; None where nothing was ever written."""
    data = image.read(place, BYTES)
    return version_in(block, data) if any(data) else None
