"""Giving a FLAC frame another number.

A frame carries its number and two checksums: a CRC-8 of its header and a CRC-16 of all of it. The
CRC-16 is linear in the frame's bits, so what a new header changes in it follows from both headers
and the length of the rest, and the rest need not be read again.

Source: RFC 9639, section 9 (frame structure).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

# The checksums' generator polynomials by their width in bits (RFC 9639, sections 9.1.8 and 9.3).
_POLYNOMIALS = {8: 0x107, 16: 0x18005}
# header bytes that follow the frame's number, by the codes for block size and sample rate
# (sections 9.1.6 and 9.1.7)
_BLOCK_SIZE_BYTES = {6: 1, 7: 2}
_SAMPLE_RATE_BYTES = {12: 1, 13: 2, 14: 2}
# sync code, block size code, sample rate code, channels and sample size
_FIXED_HEADER_BYTES = 4
_HEADER_CRC_BYTES = 1
_FOOTER_BYTES = 2


def renumber(frame: bytes, number: int) -> bytes:
    """Return a frame with another number and the checksums that go with it."""
    number_end = _FIXED_HEADER_BYTES + _coded_number_bytes(frame[_FIXED_HEADER_BYTES])
    block_size_code = frame[2] >> 4
    sample_rate_code = frame[2] & 0x0F
    crc_position = number_end
    crc_position += _BLOCK_SIZE_BYTES.get(block_size_code, 0)
    crc_position += _SAMPLE_RATE_BYTES.get(sample_rate_code, 0)
    old_header = frame[: crc_position + _HEADER_CRC_BYTES]
    body = frame[len(old_header) : -_FOOTER_BYTES]

    fixed = frame[:_FIXED_HEADER_BYTES]
    after_number = frame[number_end:crc_position]
    header = fixed + _coded_number(number) + after_number
    header += bytes([_crc(header, 8)])

    header_change = _crc(header, 16) ^ _crc(old_header, 16)
    old_crc = int.from_bytes(frame[-_FOOTER_BYTES:], "big")
    crc = old_crc ^ _crc_after_zeros(header_change, len(body))
    return header + body + crc.to_bytes(_FOOTER_BYTES, "big")


def _coded_number(number: int) -> bytes:
    """Return a number of up to 31 bits as frames hold it (section 9.1.5).

    The code is that of UTF-8, extended to more bits.
    """
    if number < 0x80:
        return bytes([number])
    size = 2
    # n bytes hold 5n + 1 bits: 7 - n of them in the first, 6 in each of the others
    while number >= 1 << (5 * size + 1):
        size += 1
    size_marker = (0xFF00 >> size) & 0xFF
    first = size_marker | number >> 6 * (size - 1)
    code = [first]
    for shift in range(6 * (size - 2), -1, -6):
        six_bits = number >> shift & 0x3F
        code.append(0x80 | six_bits)
    return bytes(code)


def _coded_number_bytes(first: int) -> int:
    """Return how many bytes a coded number has, given its first byte."""
    if first < 0x80:
        return 1
    inverted = first ^ 0xFF
    return 8 - inverted.bit_length()  # as many as the first byte begins with ones


@cache
def _crc_table(bits: int) -> list[int]:
    """Return the checksum of every single byte."""
    table: list[int] = []
    for byte in range(256):
        crc = byte << (bits - 8)
        for _ in range(8):
            crc <<= 1
            if crc >> bits:
                crc ^= _POLYNOMIALS[bits]
        table.append(crc)
    return table


def _crc(data: Iterable[int], bits: int) -> int:
    """Return the CRC-8 or CRC-16 of bytes, the highest bit first and with 0 as start value."""
    table = _crc_table(bits)
    mask = (1 << bits) - 1
    crc = 0
    for byte in data:
        index = crc >> (bits - 8) ^ byte
        crc = (crc << 8 & mask) ^ table[index]
    return crc


def _crc_after_zeros(crc: int, count: int) -> int:
    """Return what a CRC-16 becomes when ``count`` zero bytes follow.

    That is its product, as a polynomial, with x to the power of 8 × count modulo the generator.
    """
    product = 0
    factor = _power_of_x(count)
    while crc:
        if crc & 1:
            product ^= factor
        factor <<= 1
        if factor >> 16:
            factor ^= _POLYNOMIALS[16]
        crc >>= 1
    return product


_POWERS = [1]


def _power_of_x(count: int) -> int:
    """Return x to the power of 8 × count modulo the CRC-16 generator; results are kept."""
    table = _crc_table(16)
    while len(_POWERS) <= count:
        last = _POWERS[-1]
        _POWERS.append((last << 8 & 0xFFFF) ^ table[last >> 8])
    return _POWERS[count]
