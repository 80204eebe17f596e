"""The bitrate of packets, measured as they are written.

Source: ISO/IEC 14496-1, section 7.2.6.6 (``maxBitrate``, ``avgBitrate``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass


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
        self._packets = 0
        self._bytes = 0
        # the packets of the last second
        self._second: deque[int] = deque()
        self._second_packets = rate // packet_samples
        self._second_bytes = 0
        self._most_second_bytes = 0

    def add(self, sizes: Iterable[int]) -> None:
        """Add the sizes of the packets that follow, in bytes."""
        for size in sizes:
            self._packets += 1
            self._bytes += size
            self._second.append(size)
            self._second_bytes += size
            if len(self._second) > self._second_packets:
                self._second_bytes -= self._second.popleft()
            self._most_second_bytes = max(self._most_second_bytes, self._second_bytes)

    def bitrates(self) -> Bitrates:
        """Return the bitrates of all packets so far, of which there is at least one."""
        average = round(self._bytes / self._packets * self._bits_a_second)
        largest = round(self._most_second_bytes / self._second_packets * self._bits_a_second)
        # a track may be shorter than a second
        return Bitrates(average, max(average, largest))
