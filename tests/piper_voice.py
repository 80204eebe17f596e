"""A voice of Piper's kind of a few kilobytes, that hums a note for every phoneme.

    python -m tests.piper_voice FILE.onnx

It has the inputs, the output, the noise and the tensor of durations of the real ones, so that all
of the engine runs without their sixty megabytes. How long a phoneme lasts, how high and how loud it
is, stands in tables; noise with the scales that a real voice takes varies lengths and loudness.
"""

from __future__ import annotations

import json
import string
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from tests import onnx_models
from tests.onnx_models import FLOAT, INT64

SAMPLE_RATE = 16_000
SAMPLES_A_FRAME = 256
CHANNELS = 192
MARKS = "_^$ !'(),-.:;?"
PHONEMES = "æçðøħŋœɐɑɒɔəɚɛɜɡɪɹʃʊʌʒʔˈˌːθᵻɾ"
SYMBOLS = MARKS + string.ascii_lowercase + PHONEMES


class Graph:
    """A graph that is put together node by node."""

    def __init__(self) -> None:
        self.nodes: list[bytes] = []
        self.constants: list[bytes] = []

    def constant(self, value: ArrayLike, kind: DTypeLike = np.float32) -> str:
        """Add a constant and return its name."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(onnx_models.tensor(name, np.array(value, kind)))
        return name

    def add(self, operator: str, *inputs: str, output: str = "", **attributes: int) -> str:
        """Add a node and return the name of what it gives."""
        name = output or f"tensor_{len(self.nodes)}"
        self.nodes.append(onnx_models.node(operator, inputs, [name], **attributes))
        return name


def write_voice(path: Path, speakers: int = 1, **settings: Any) -> Path:
    """Write a voice and its settings, some of which may be replaced; return its path."""
    path.write_bytes(make_model(speakers))
    table = make_settings(speakers) | settings
    Path(f"{path}.json").write_text(json.dumps(table), encoding="utf-8")
    return path


def make_settings(speakers: int = 1) -> dict[str, Any]:
    """Return what the file beside a voice says."""
    names = [f"singer-{number}" for number in range(speakers)]
    return {
        "audio": {"sample_rate": SAMPLE_RATE, "quality": "low"},
        "espeak": {"voice": "en-us"},
        "language": {"code": "en_US"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": {symbol: [number] for number, symbol in enumerate(SYMBOLS)},
        "num_symbols": len(SYMBOLS),
        "num_speakers": speakers,
        "speaker_id_map": {name: number for number, name in enumerate(names)},
    }


def make_model(speakers: int = 1) -> bytes:
    """Return the voice's model."""
    graph = Graph()
    noise_scale, length_scale, width_noise = _scales(graph)
    durations = _durations(graph, length_scale, width_noise)
    phoneme_of_frame = _spread(graph, durations)
    _wave(graph, phoneme_of_frame, noise_scale, speakers)
    inputs = [
        onnx_models.value("input", INT64, ["batch", "phonemes"]),
        onnx_models.value("input_lengths", INT64, ["batch"]),
        onnx_models.value("scales", FLOAT, [3]),
    ]
    if speakers > 1:
        inputs.append(onnx_models.value("sid", INT64, ["batch"]))
    output = onnx_models.value("output", FLOAT, ["batch", 1, 1, "time"])
    return onnx_models.model(graph.nodes, graph.constants, inputs, [output])


def _scales(graph: Graph) -> Sequence[str]:
    """Return the three scales, each a tensor of one number."""
    places = [graph.constant([place], np.int64) for place in range(3)]
    return [graph.add("Gather", "scales", place) for place in places]


def _durations(graph: Graph, length_scale: str, width_noise: str) -> str:
    """Return how many frames each phoneme lasts, as whole numbers in one row."""
    frames = [1.0 if symbol in MARKS else 2.5 for symbol in SYMBOLS]
    even = graph.add("Gather", graph.constant(frames), "input")
    length = graph.add("Shape", "input")
    shape = graph.add("Concat", graph.constant([1, 2], np.int64), _last(graph, length), axis=0)
    zeros = graph.add("ConstantOfShape", shape)
    noise = graph.add("RandomNormalLike", zeros, output="/dp/RandomNormalLike_output_0")
    channel = graph.add("Gather", noise, graph.constant(0, np.int64), axis=1)
    variation = graph.add("Mul", graph.add("Mul", channel, width_noise), graph.constant(0.3))
    factor = graph.add("Exp", variation)
    varied = graph.add("Mul", graph.add("Mul", even, factor), length_scale)
    row = graph.constant([1, 1, -1], np.int64)
    return graph.add("Ceil", graph.add("Reshape", varied, row), output="/Ceil_output_0")


def _spread(graph: Graph, durations: str) -> str:
    """Return which phoneme each frame belongs to."""
    flat = graph.add("Reshape", durations, graph.constant([1, -1], np.int64))
    ends = graph.add("CumSum", flat, graph.constant(1, np.int64))
    total = graph.add("ReduceSum", flat, keepdims=0)
    frames = graph.add("Range", graph.constant(0), total, graph.constant(1))
    column = graph.add("Reshape", frames, graph.constant([-1, 1], np.int64))
    is_over = graph.add("Cast", graph.add("GreaterOrEqual", column, ends), to=INT64)
    return graph.add("ReduceSum", is_over, graph.constant([1], np.int64), keepdims=0)


def _wave(graph: Graph, phoneme_of_frame: str, noise_scale: str, speakers: int) -> None:
    """Add the output: a note for each phoneme, and silence for each mark."""
    loudness = graph.constant([0.0 if symbol in MARKS else 0.4 for symbol in SYMBOLS])
    pitch = graph.constant([150.0 + 4 * number for number in range(len(SYMBOLS))])
    symbols = graph.add("Reshape", "input", graph.constant([-1], np.int64))
    symbol_of_frame = graph.add("Gather", symbols, phoneme_of_frame)
    level = graph.add(
        "Mul",
        graph.add("Gather", loudness, symbol_of_frame),
        _trembling(graph, symbol_of_frame, noise_scale),
    )
    frequency = graph.add("Gather", pitch, symbol_of_frame)
    if speakers > 1:
        heights = graph.constant([1 + 0.2 * number for number in range(speakers)])
        frequency = graph.add("Mul", frequency, graph.add("Gather", heights, "sid"))
    angle = graph.add("Mul", _held(graph, frequency), _held_time(graph, symbol_of_frame))
    wave = graph.add("Mul", graph.add("Sin", angle), _held(graph, level))
    graph.add("Reshape", wave, graph.constant([1, 1, 1, -1], np.int64), output="output")


def _trembling(graph: Graph, like: str, noise_scale: str) -> str:
    """Return a factor near 1 for each frame, by the noise that is as long as the frames."""
    frames = graph.add("Shape", like)
    shape = graph.add("Concat", graph.constant([1, CHANNELS], np.int64), frames, axis=0)
    zeros = graph.add("ConstantOfShape", shape)
    noise = graph.add("RandomNormalLike", zeros, output="/RandomNormalLike_output_0")
    channel = graph.add("Gather", noise, graph.constant(0, np.int64), axis=1)
    flat = graph.add("Reshape", channel, graph.constant([-1], np.int64))
    scaled = graph.add("Mul", graph.add("Mul", flat, noise_scale), graph.constant(0.1))
    return graph.add("Exp", scaled)


def _held(graph: Graph, frames: str) -> str:
    """Return the value of each frame for each of its samples."""
    column = graph.add("Reshape", frames, graph.constant([-1, 1], np.int64))
    wide = graph.add("Expand", column, graph.constant([1, SAMPLES_A_FRAME], np.int64))
    return graph.add("Reshape", wide, graph.constant([-1], np.int64))


def _held_time(graph: Graph, like: str) -> str:
    """Return for each sample how long its frame has sounded, in radians at one hertz."""
    start = graph.add("Mul", like, graph.constant(0, np.int64))
    silence = _held(graph, graph.add("Cast", start, to=FLOAT))
    column = graph.add("Reshape", silence, graph.constant([-1, SAMPLES_A_FRAME], np.int64))
    times: NDArray[np.float64] = np.arange(SAMPLES_A_FRAME) * 2 * np.pi / SAMPLE_RATE
    return graph.add(
        "Reshape",
        graph.add("Add", column, graph.constant(times)),
        graph.constant([-1], np.int64),
    )


def _last(graph: Graph, shape: str) -> str:
    """Return the last number of a shape."""
    return graph.add("Gather", shape, graph.constant([1], np.int64))


if __name__ == "__main__":
    print(write_voice(Path(sys.argv[1])))
