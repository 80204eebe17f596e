"""The sound device, by miniaudio.

The libraries of sound systems (ALSA, JACK) print on standard error whatever they miss. That is held
back while a device is open.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from narrator.errors import SoundError, UsageError
from narrator.playing.stretch import DEVICE_RATE

if TYPE_CHECKING:
    import miniaudio

# a sound system that plays to nobody; never taken by itself
_NOWHERE = "null"
# miniaudio's name for one that a program would have to write
_UNWRITTEN = "custom"
# what the device asks for at once: the less, the sooner it obeys, and the sooner it may run dry
_PERIOD_MILLISECONDS = 60
# after the last sound is handed over, until it is heard
DRAIN_SECONDS = 0.3
_STANDARD_ERROR = 2

# returns as many samples as are asked for, as mono 16-bit PCM
Read = Callable[[int], bytes]


class Device:
    """An open sound device.

    Attributes:
        failure: What went wrong in the device's own thread; None where nothing did.
    """

    def __init__(self, device: miniaudio.PlaybackDevice) -> None:
        self.failure: Exception | None = None
        self._device = device

    def start(self, read: Read) -> None:
        """Begin to play what a function returns, which is called in the device's own thread.

        Raises:
            SoundError: The device does not start.
        """
        import miniaudio

        samples = self._samples(read)
        next(samples)
        try:
            self._device.start(samples)
        except miniaudio.MiniaudioError as error:
            raise SoundError(str(error.args[0])) from error

    def _samples(self, read: Read) -> Generator[bytes, int, None]:
        """Yield samples, as many as are sent for, until something goes wrong."""
        count = yield b""
        while self.failure is None:
            sound = b""
            try:
                sound = read(count)
            except Exception as error:  # nobody would see it here
                self.failure = error
            count = yield sound


@contextmanager
def open_device(system: str | None = None) -> Iterator[Device]:
    """Open the default device until the block ends.

    Args:
        system: The sound system, such as ``alsa``; None for the first one that is there.

    Raises:
        SoundError: There is no device.
        UsageError: There is no sound system of that name.
    """
    with ExitStack() as stack:
        stack.enter_context(_noise_held())
        stack.enter_context(_seen_thread())
        device = _open(system)
        stack.callback(device.close)
        yield Device(device)


def _open(system: str | None) -> miniaudio.PlaybackDevice:
    """Return the default device of a sound system, not yet started.

    Raises:
        SoundError: There is none.
        UsageError: There is no sound system of that name.
    """
    try:
        with _without_numpy():
            import miniaudio
    except ImportError as error:
        reason = "the package miniaudio is missing (pip install miniaudio)"
        raise SoundError(reason) from error
    backends = _backends(system)
    try:
        return miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=DEVICE_RATE,
            buffersize_msec=_PERIOD_MILLISECONDS,
            backends=backends,
            app_name="narrate",
        )
    except miniaudio.MiniaudioError as error:
        raise SoundError("no sound device was found") from error


@contextmanager
def _without_numpy() -> Iterator[None]:
    """Let nobody import numpy: miniaudio would, which has no need of it here, and takes as long."""
    known = sys.modules.get("numpy")
    if known is not None:
        yield
        return
    sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["numpy"]


def _backends(system: str | None) -> list[miniaudio.Backend]:
    """Return a sound system by its name, or all but the one that plays to nobody.

    Raises:
        UsageError: There is none of that name on this machine.
    """
    import miniaudio

    known: dict[str, miniaudio.Backend] = {}
    for backend in miniaudio.Backend:
        if miniaudio.is_backend_enabled(backend):
            known[backend.name.lower()] = backend
    known.pop(_UNWRITTEN, None)
    if system is None:
        known.pop(_NOWHERE, None)
        return list(known.values())
    if system.lower() not in known:
        raise UsageError(f"there is no {system} on this machine, but {', '.join(known)}")
    return [known[system.lower()]]


@contextmanager
def _seen_thread() -> Iterator[None]:
    """Have a thread of Python stand for the device's own, which Python does not count.

    So nobody forks this process while that may hold a lock.
    """
    over = threading.Event()
    thread = threading.Thread(target=over.wait, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _noise_held() -> Iterator[None]:
    """Discard what libraries in C print on standard error; what Python prints is shown."""
    stream = sys.stderr
    try:
        is_real = stream.fileno() == _STANDARD_ERROR
        kept = os.dup(_STANDARD_ERROR)
    except (OSError, ValueError):  # closed, or no file
        yield
        return
    if is_real:
        stream.flush()
        own = os.dup(kept)
        sys.stderr = open(own, "w", buffering=1, encoding=stream.encoding, errors="replace")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STANDARD_ERROR)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(kept, _STANDARD_ERROR)
        os.close(kept)
        if is_real:
            with suppress(OSError):
                sys.stderr.close()
            sys.stderr = stream
