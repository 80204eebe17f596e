"""The memory of processes: how much is free, and what those that work do with it."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

from narrator.errors import LimitError
from narrator.settings import available_cores

# mallopt(3), glibc's malloc.h
_M_TRIM_THRESHOLD = -1
_M_TOP_PAD = -2
_M_MMAP_THRESHOLD = -3
# madvise(2), Linux's mman.h
_MADV_HUGEPAGE = 14
_HUGE_PAGE_BYTES = 2 << 20
_MEMORY_INFO = Path("/proc/meminfo")
_GROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
_GROUP_USE = Path("/sys/fs/cgroup/memory.current")
# enough for the sound of a passage in all its forms; memory that is not touched costs nothing
_HEAP_BYTES = 64 << 20
# what a crowded process may keep for later
_SMALL_BLOCK_BYTES = 4 << 20
# address space below which numpy's OpenBLAS ends the process (measured: 80 to 200 MB on two cores)
_LEAST_BYTES = 150_000_000
_LEAST_BYTES_A_CORE = 40_000_000


def free_megabytes() -> int | None:
    """Return how much memory (10⁶ bytes) may still be used; None where it is not known.

    Linux only: what the kernel counts as available, or less where a control group (v2) says so.
    """
    try:
        lines = _MEMORY_INFO.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    sizes = dict(line.split(":") for line in lines)
    available = int(sizes["MemAvailable"].split()[0]) * 1024
    limit, used = _number_in(_GROUP_LIMIT), _number_in(_GROUP_USE)
    if limit is not None and used is not None:
        available = min(available, max(limit - used, 0))
    return available // 1_000_000


def check_memory_limit() -> None:
    """Check that this process may map the memory that libraries in C cannot do without.

    numpy's OpenBLAS ends the process where it gets none for each of its threads.

    Raises:
        LimitError: A limit (``ulimit -v``) is too low.
    """
    if sys.platform == "win32":  # pragma: no cover (the tests run on Linux)
        return
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    if soft == resource.RLIM_INFINITY:
        return
    if soft < _LEAST_BYTES + available_cores() * _LEAST_BYTES_A_CORE:
        raise LimitError.of_memory()


def _number_in(file: Path) -> int | None:
    """Return the number that is the content of a file; None where it has none."""
    try:
        return int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def return_memory(libc: ctypes.CDLL) -> None:
    """Have glibc return what is freed: a waiting process holds no more than it uses.

    With a neural voice this takes 5 % more time and 20 % less memory than glibc's own way (8
    processes on two cores).
    """
    libc.mallopt(_M_MMAP_THRESHOLD, _SMALL_BLOCK_BYTES)
    libc.mallopt(_M_TRIM_THRESHOLD, _SMALL_BLOCK_BYTES)


def keep_memory(libc: ctypes.CDLL) -> None:
    """Have glibc take memory in huge pages and keep what is freed.

    By default glibc maps every large block anew and returns it at once, and every 4 kB of it cause
    a page fault again. A process that works for seconds and touches tens of megabytes once spends a
    tenth of its time on that. This saves 4 to 6 % of the work (measured on Linux 6 under a
    hypervisor, 20 passages, one process each).
    """
    libc.mallopt(_M_MMAP_THRESHOLD, _HEAP_BYTES)
    libc.mallopt(_M_TRIM_THRESHOLD, 2 * _HEAP_BYTES)
    libc.mallopt(_M_TOP_PAD, _HEAP_BYTES)
    ctypes.create_string_buffer(_HUGE_PAGE_BYTES)  # grows the heap by _HEAP_BYTES
    libc.sbrk.restype = ctypes.c_void_p
    libc.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    last_page = libc.sbrk(0) // _HUGE_PAGE_BYTES * _HUGE_PAGE_BYTES
    size = _HEAP_BYTES - 2 * _HUGE_PAGE_BYTES
    libc.madvise(last_page - size, size, _MADV_HUGEPAGE)
