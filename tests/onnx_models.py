"""Tiny models in ONNX, written by hand: what the real ones compute at a few kilobytes.

A graph is written in Protocol Buffers, field by field, by the numbers of onnx.proto.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from narrator.speech.kokoro import _DURATIONS as DURATIONS
from narrator.speech.kokoro import _UNIT_SAMPLES as UNIT_SAMPLES

FLOAT, INT64, BOOL = 1, 7, 9
_INT_ATTRIBUTE = 2
_SAMPLE_RATE = 24_000


def kokoro_model() -> bytes:
    """Return a model with Kokoro's inputs, outputs and inner durations, which plays tones.

    A phoneme lasts two to five units at speed 1 and sounds as high as its number; what stands for
    silence is silent. The style's first number is the loudness.
    """
    nodes = [
        # durations: round((2 + token mod 4) / speed), at least 1
        node("Cast", ["tokens"], ["token"], to=FLOAT),
        node("Mod", ["token", "four"], ["rest"], fmod=1),
        node("Add", ["rest", "two"], ["slow"]),
        node("Div", ["slow", "speed"], ["quick"]),
        node("Round", ["quick"], ["rounded"]),
        node("Clip", ["rounded", "one"], [DURATIONS]),
        # which token sounds in each unit: as many as have ended
        node("CumSum", [DURATIONS, "axis_1"], ["ends"]),
        node("ReduceSum", [DURATIONS], ["total"], keepdims=0),
        node("Range", ["zero", "total", "one"], ["units"]),
        node("Unsqueeze", ["units", "axis_1"], ["unit_column"]),
        node("LessOrEqual", ["ends", "unit_column"], ["has_ended"]),
        node("Cast", ["has_ended"], ["ended"], to=INT64),
        node("ReduceSum", ["ended", "axis_1"], ["index"], keepdims=0),
        node("Gather", ["token", "index"], ["sounding_row"], axis=1),
        node("Squeeze", ["sounding_row", "axis_0"], ["sounding_units"]),
        # and at each sample
        node("Unsqueeze", ["sounding_units", "axis_1"], ["sounding_column"]),
        node("Range", ["zero", "unit", "one"], ["in_unit"]),
        node("Mul", ["in_unit", "zero"], ["zeros"]),
        node("Add", ["sounding_column", "zeros"], ["sounding_table"]),
        node("Reshape", ["sounding_table", "all"], ["sounding"]),
        node("Mul", ["total", "unit"], ["samples"]),
        node("Range", ["zero", "samples", "one"], ["clock"]),
        # a tone of 100 Hz and 10 for each number
        node("Mul", ["sounding", "ten"], ["above"]),
        node("Add", ["above", "hundred"], ["hertz"]),
        node("Mul", ["hertz", "clock"], ["turns"]),
        node("Mul", ["turns", "radians"], ["angle"]),
        node("Sin", ["angle"], ["sine"]),
        node("Clip", ["sounding", "zero", "one"], ["is_sound"]),
        node("Gather", ["style", "first"], ["loudness"], axis=1),
        node("Mul", ["sine", "is_sound"], ["gated"]),
        node("Squeeze", ["loudness"], ["gain"]),
        node("Mul", ["gated", "gain"], ["audio"]),
    ]
    constants = [
        number("zero", 0),
        number("one", 1),
        number("two", 2),
        number("four", 4),
        number("ten", 10),
        number("hundred", 100),
        number("unit", UNIT_SAMPLES),
        number("radians", 6.283185307179586 / _SAMPLE_RATE),
        index("axis_0", 0),
        index("axis_1", 1),
        index("first", 0),
        index("all", -1),
    ]
    inputs = [
        value("tokens", INT64, (1, "length")),
        value("style", FLOAT, (1, 256)),
        value("speed", FLOAT, (1,)),
    ]
    outputs = [value("audio", FLOAT, ("samples",))]
    return model(nodes, constants, inputs, outputs)


def kokoro_styles(loudness: float, lengths: int = 510) -> bytes:
    """Return the styles of a voice of ``kokoro_model``, one for each number of phonemes."""
    return struct.pack("<256f", loudness, *[0] * 255) * lengths


def model(
    nodes: Sequence[bytes],
    constants: Sequence[bytes],
    inputs: Sequence[bytes],
    outputs: Sequence[bytes],
) -> bytes:
    """Return a model of a graph: ModelProto."""
    graph = b"".join(
        [
            *(field(1, each) for each in nodes),
            field(2, b"tiny"),
            *(field(5, each) for each in constants),
            *(field(11, each) for each in inputs),
            *(field(12, each) for each in outputs),
        ]
    )
    operators = field(1, b"") + varint_field(2, 17)
    return varint_field(1, 8) + field(7, graph) + field(8, operators)


def node(operator: str, inputs: Sequence[str], outputs: Sequence[str], **attributes: int) -> bytes:
    """Return a node with whole numbers as attributes: NodeProto."""
    fields = [field(1, name.encode()) for name in inputs]
    fields += [field(2, name.encode()) for name in outputs]
    fields.append(field(4, operator.encode()))
    for name, setting in attributes.items():
        kind = varint_field(20, _INT_ATTRIBUTE)
        fields.append(field(5, field(1, name.encode()) + varint_field(3, setting) + kind))
    return b"".join(fields)


def number(name: str, content: float) -> bytes:
    """Return a constant: TensorProto."""
    raw = field(9, struct.pack("<f", content))
    return varint_field(2, FLOAT) + field(8, name.encode()) + raw


def index(name: str, content: int) -> bytes:
    """Return a list of one whole number: TensorProto."""
    raw = field(9, struct.pack("<q", content))
    return varint_field(1, 1) + varint_field(2, INT64) + field(8, name.encode()) + raw


def tensor(name: str, content: NDArray[Any]) -> bytes:
    """Return a constant of float32 or int64: TensorProto."""
    kind = FLOAT if content.dtype.kind == "f" else INT64
    sizes = b"".join(varint_field(1, size) for size in content.shape)
    return sizes + varint_field(2, kind) + field(8, name.encode()) + field(9, content.tobytes())


def value(name: str, kind: int, shape: Sequence[int | str]) -> bytes:
    """Return an input or output, with names for sizes that vary: ValueInfoProto."""
    sizes = b""
    for size in shape:
        of_size = field(2, size.encode()) if isinstance(size, str) else varint_field(1, size)
        sizes += field(1, of_size)
    tensor = varint_field(1, kind) + field(2, sizes)
    return field(1, name.encode()) + field(2, field(1, tensor))


def field(number: int, content: bytes) -> bytes:
    """Return a field with a length."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint_field(number: int, content: int) -> bytes:
    """Return a field that is a whole number."""
    return varint(number << 3) + varint(content)


def varint(content: int) -> bytes:
    """Return a whole number in base 128, the lowest digit first."""
    digits = bytearray()
    while content > 127:
        digits.append(content % 128 + 128)
        content //= 128
    digits.append(content)
    return bytes(digits)
