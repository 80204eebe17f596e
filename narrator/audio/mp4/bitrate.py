"""The bitrate of packets, measured as they are written.

Source: ISO/IEC 14496-1, section 7.2.6.6 (``maxBitrate``, ``avgBitrate``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import sub


@dataclass(frozen=True, slots=True)
class Bitrates:
    """The bitrates of a track in bit/s.

    Attributes:
        average: That of the whole track.
        largest: The largest in any second.
    """

    average: int
    largest: int


class BitrateMeter:
    """Measures bitrates from the sizes of packets."""

    def __init__(self, rate: int, packet_samples: int) -> None:
        """Set the samples per second and per packet."""
        self._bits_a_second = 8 * rate / packet_samples  # for every byte of a packet
        self._second_packets = rate // packet_samples
        self._most_second_bytes = 0
        self._packets = 0
        # how many bytes came before each packet of the last second, and how many came in all
        self._bytes_before = [0]

    def add(self, sizes: Sequence[int]) -> None:
        """Add the sizes of the packets that follow, in bytes."""
        *earlier, so_far = self._bytes_before
        bytes_before = [*earlier, *accumulate(sizes, initial=so_far)]
        second_bytes = map(sub, bytes_before[self._second_packets :], bytes_before)
        most_bytes = max(second_bytes, default=0)
        self._most_second_bytes = max(self._most_second_bytes, most_bytes)
        self._bytes_before = bytes_before[-self._second_packets - 1 :]
        self._packets += len(sizes)

    def bitrates(self) -> Bitrates:
        """Return the bitrates of all packets so far, of which there is at least one."""
        average = round(self._bytes_before[-1] / self._packets * self._bits_a_second)
        largest = round(self._most_second_bytes / self._second_packets * self._bits_a_second)
        # a track may be shorter than a second
        return Bitrates(average, max(average, largest))
