"""Models in ONNX: one session a process and model, checked, with their durations as an output.

onnxruntime gets one thread a process: processes speak different passages, and a second thread
costs 4 to 19 % more processor time and changes the bytes. A session does not work in a fork of
the process that made it, so it is made where it is used.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from narrator.errors import EngineError, os_reason
from narrator.files import read_regular
from narrator.installed import package_version
from narrator.speech.onnx_graph import output_declaration

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_NO_TELEMETRY = "ORT_DISABLE_TELEMETRY"
# errors are raised, and are not to be logged as well
_SEVERITY_FATAL = 4
# the largest models that processors can use are a tenth of this
MAX_MODEL_BYTES = 2_000_000_000
_CPU_INFO = Path("/proc/cpuinfo")
# instruction sets for which onnxruntime and numpy have kernels of their own
_CPU_FEATURES = ("avx2", "fma", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "asimddp", "i8mm")


def load_runtime() -> ModuleType:
    """Return onnxruntime, imported without its telemetry.

    From version 1.29 on its wheels for Linux call the maker's server, keep a device's identifier in
    the user's cache, and start threads for that, which a fork must not have. Nothing of narrate
    imports it but by this function, or after it.
    """
    os.environ[_NO_TELEMETRY] = "1"
    import onnxruntime

    module: ModuleType = onnxruntime
    return module


def check_runtime() -> None:
    """Check that onnxruntime is there.

    Raises:
        EngineError: It is missing.
    """
    if importlib.util.find_spec("onnxruntime") is None:
        raise EngineError("neural voices need onnxruntime: run `pip install onnxruntime`")


def open_session(path: Path, sha256: str, extra_output: str) -> InferenceSession:
    """Load a model into this process.

    Args:
        path: The model's file.
        sha256: The hash it must have.
        extra_output: The name of a tensor inside the graph that is returned after its outputs.

    Raises:
        EngineError: The file is missing or is another one.
    """
    model = read_checked(path, sha256)
    return session_of(model + output_declaration(extra_output))


def read_checked(path: Path, sha256: str) -> bytes:
    """Return a voice's file.

    Raises:
        EngineError: The file is missing or has another hash.
    """
    content = read_voice_file(path, MAX_MODEL_BYTES)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise EngineError(f"the voice's file {path} is damaged: delete it and get the voice again")
    return content


def read_voice_file(path: Path, max_bytes: int) -> bytes:
    """Return a file of a voice, whatever its hash.

    Raises:
        EngineError: It is missing, too large, or no regular file.
    """
    try:
        return read_regular(path, max_bytes)
    except OSError as error:
        reason = os_reason(error)
        raise EngineError(f"the voice's file {path} cannot be read: {reason}") from error


def session_of(model: bytes, *, arena: bool = False) -> InferenceSession:
    """Return a session of one thread for a model's bytes.

    ``arena`` is whether memory is kept from one sentence to the next, for a model that is faster
    with it. A plan of memory for each length of text is not: it keeps more, and saves no time.
    """
    onnxruntime = load_runtime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = _SEVERITY_FATAL
    options.enable_cpu_mem_arena = arena
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@cache
def runtime_version() -> str:
    """Return what of this machine changes the bytes a model makes.

    Kernels for int8 weights and numpy's functions differ in their last bits from one instruction
    set to the next.
    """
    versions = [f"{name} {package_version(name)}" for name in ("onnxruntime", "numpy")]
    return " ".join([*versions, platform.machine(), *_cpu_features()])


def _cpu_features() -> list[str]:
    """Return the processor's instruction sets that matter, as far as the system tells them."""
    try:
        words = set(_CPU_INFO.read_text(encoding="ascii", errors="replace").split())
    except OSError:
        return [platform.processor()]
    return [feature for feature in _CPU_FEATURES if feature in words]
