"""Models in ONNX as bytes: what is changed in a graph before a session is made of it.

ONNX is written in Protocol Buffers, whose messages are sequences of fields. One that occurs twice
is merged: repeated fields are appended, so a graph's new parts can stand after the model.

The noise that a voice speaks with comes from nodes whose generator goes on from one run to the
next: how a text sounds would depend on what was said before it. A seed in such a node sets the
generator only once. So these nodes give way to others that cut a piece out of a fixed table of
noise, and every text always sounds the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# field numbers of onnx.proto
_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_OUTPUT = 1, 5, 12
_NODE_INPUT, _NODE_OUTPUT, _NODE_OPERATOR = 1, 2, 4
_TENSOR_DIMENSION, _TENSOR_TYPE, _TENSOR_NAME, _TENSOR_BYTES = 1, 2, 8, 9
_VALUE_NAME = 1
_FLOAT32, _INT64 = 1, 7
# wire types of Protocol Buffers
_VARINT, _FIXED64, _LENGTH_DELIMITED, _FIXED32 = 0, 1, 2, 5
_FIXED_BYTES = {_FIXED64: 8, _FIXED32: 4}
_VARINT_BITS = 7
_LONGEST_VARINT = 10
_NOISE_OPERATOR = b"RandomNormalLike"
_TABLE = "narrate_noise"
_ORIGIN = "narrate_origin"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a message.

    Attributes:
        number: Which field it is.
        content: Its content, if it is one with a length; otherwise empty.
        whole: All its bytes.
    """

    number: int
    content: memoryview
    whole: memoryview


@dataclass(slots=True)
class _Node:
    """What counts of a node of a graph."""

    operator: bytes = b""
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)


def fields(message: memoryview) -> Iterator[Field]:
    """Yield the fields of a message.

    Raises:
        ValueError: The bytes are no message.
    """
    position = 0
    while position < len(message):
        start = position
        tag, position = _read_varint(message, position)
        kind = tag & 0b111
        size = 0
        if kind == _LENGTH_DELIMITED:
            size, position = _read_varint(message, position)
        elif kind == _VARINT:
            _, position = _read_varint(message, position)
        elif kind in _FIXED_BYTES:
            position += _FIXED_BYTES[kind]
        else:
            raise ValueError("the bytes are no message of Protocol Buffers")
        content = message[position : position + size]
        position += size
        if position > len(message):
            raise ValueError("the message of Protocol Buffers is cut off")
        yield Field(tag >> 3, content, message[start:position])


def output_declaration(tensor: str) -> bytes:
    """Return the bytes that, after those of a model, make a tensor of its graph an output."""
    value_info = encoded(_VALUE_NAME, tensor.encode())
    return encoded(_MODEL_GRAPH, encoded(_GRAPH_OUTPUT, value_info))


def operator_outputs(model: bytes, operator: str) -> list[str]:
    """Return the names of what the nodes of an operator give, in the graph's order.

    Raises:
        ValueError: The bytes are no model.
    """
    outputs: list[str] = []
    for part in fields(memoryview(model)):
        if part.number == _MODEL_GRAPH:
            for node in _nodes(part.content):
                if node.operator == operator.encode():
                    outputs += node.outputs
    return outputs


def with_fixed_noise(model: bytes, noise: NDArray[np.float32]) -> bytes:
    """Return a model that takes its noise from a table.

    Args:
        model: The model's bytes.
        noise: The table, with as many axes as the noise has, each at least as long.

    Raises:
        ValueError: The bytes are no model.
    """
    pieces: list[memoryview | bytes] = []
    added: list[bytes] = []
    for part in fields(memoryview(model)):
        if part.number != _MODEL_GRAPH:
            pieces.append(part.whole)
            continue
        kept: list[memoryview | bytes] = []
        for member in fields(part.content):
            node = _as_node(member)
            if node.operator == _NOISE_OPERATOR:
                added += _table_reader(node)
            else:
                kept.append(member.whole)
        pieces += [_head(_MODEL_GRAPH, sum(map(len, kept))), *kept]
    if added:
        added.append(_tensor(_TABLE, _FLOAT32, noise.shape, noise.tobytes()))
        added.append(_tensor(_ORIGIN, _INT64, (noise.ndim,), bytes(8 * noise.ndim)))
    return b"".join([*pieces, encoded(_MODEL_GRAPH, b"".join(added))])


def _nodes(graph: memoryview) -> Iterator[_Node]:
    for member in fields(graph):
        if member.number == _GRAPH_NODE:
            yield _as_node(member)


def _as_node(member: Field) -> _Node:
    """Return a member of a graph as a node; an empty one if it is no node."""
    node = _Node()
    if member.number != _GRAPH_NODE:
        return node
    for part in fields(member.content):
        if part.number == _NODE_INPUT:
            node.inputs.append(str(part.content, "utf-8"))
        elif part.number == _NODE_OUTPUT:
            node.outputs.append(str(part.content, "utf-8"))
        elif part.number == _NODE_OPERATOR:
            node.operator = bytes(part.content)
    return node


def _table_reader(node: _Node) -> list[bytes]:
    """Return nodes that give the first part of the table, as large as what a node gives."""
    (like,), (output,) = node.inputs, node.outputs
    shape = f"{output}_shape"
    return [
        _node("Shape", [like], shape),
        _node("Slice", [_TABLE, _ORIGIN, shape], output),
    ]


def _node(operator: str, inputs: list[str], output: str) -> bytes:
    """Return a node as a member of a graph."""
    parts = [encoded(_NODE_INPUT, name.encode()) for name in inputs]
    parts.append(encoded(_NODE_OUTPUT, output.encode()))
    parts.append(encoded(_NODE_OPERATOR, operator.encode()))
    return encoded(_GRAPH_NODE, b"".join(parts))


def _tensor(name: str, kind: int, shape: tuple[int, ...], content: bytes) -> bytes:
    """Return a constant as a member of a graph."""
    parts = [_number(_TENSOR_DIMENSION, length) for length in shape]
    parts.append(_number(_TENSOR_TYPE, kind))
    parts.append(encoded(_TENSOR_NAME, name.encode()))
    parts.append(encoded(_TENSOR_BYTES, content))
    return encoded(_GRAPH_INITIALIZER, b"".join(parts))


def encoded(number: int, content: bytes) -> bytes:
    """Return a field with a length."""
    return _head(number, len(content)) + content


def _head(number: int, size: int) -> bytes:
    """Return what stands before the content of a field with a length."""
    return _varint(number << 3 | _LENGTH_DELIMITED) + _varint(size)


def _number(number: int, value: int) -> bytes:
    """Return a field that is a number."""
    return _varint(number << 3 | _VARINT) + _varint(value)


def _varint(value: int) -> bytes:
    """Return a number in base 128, the lowest digit first, all but the last with the high bit."""
    digits = bytearray()
    while value >> _VARINT_BITS:
        digits.append(value & 0x7F | 0x80)
        value >>= _VARINT_BITS
    digits.append(value)
    return bytes(digits)


def _read_varint(message: memoryview, position: int) -> tuple[int, int]:
    """Return the number that starts at a position, and the position after it."""
    value = 0
    for digit in range(_LONGEST_VARINT):
        if position + digit >= len(message):
            break
        byte = message[position + digit]
        value |= (byte & 0x7F) << _VARINT_BITS * digit
        if byte < 0x80:
            return value, position + digit + 1
    raise ValueError("the bytes are no message of Protocol Buffers")
