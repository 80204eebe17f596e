"""The heap of a process that lives for seconds and touches tens of megabytes once.

Such a process spends a tenth of its time in page faults: glibc maps every large block anew and gives it back at once, and
every 4 kB of it fault again. Told to keep what it has, and to take it in huge pages, the same work costs 6 % less (measured
on Linux 6 under a hypervisor, 20 passages, one process each). Where there is no glibc nothing is done.

Sources: mallopt(3), madvise(2).
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

# glibc's malloc.h
_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3
# Linux's mman.h
_MADV_HUGEPAGE = 14
_HUGE_PAGE_BYTES = 2 << 20
# what a passage's sound takes in all its forms; memory that is not touched costs nothing
_HEAP_BYTES = 64 << 20


def keep_large_blocks() -> None:
    """Have this process and its children keep freed blocks in the heap."""
    if not sys.platform.startswith("linux"):
        return
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        for parameter, value in (
            (_M_MMAP_THRESHOLD, _HEAP_BYTES),
            (_M_TRIM_THRESHOLD, 2 * _HEAP_BYTES),
            (_M_TOP_PAD, _HEAP_BYTES),
        ):
            libc.mallopt(parameter, value)


def use_huge_pages() -> None:
    """Grow the heap once, in huge pages."""
    if not sys.platform.startswith("linux"):
        return
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.sbrk.restype = ctypes.c_void_p
        libc.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
        ctypes.create_string_buffer(_HUGE_PAGE_BYTES)
        end = libc.sbrk(0) // _HUGE_PAGE_BYTES * _HUGE_PAGE_BYTES
        libc.madvise(
            end - _HEAP_BYTES + 2 * _HUGE_PAGE_BYTES,
            _HEAP_BYTES - 2 * _HUGE_PAGE_BYTES,
            _MADV_HUGEPAGE,
        )
