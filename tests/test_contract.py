"""Every engine that can run here keeps to the contract that authors of engines are given."""

from __future__ import annotations

from narrator.speech import espeak, hibari, tone
from narrator.speech.contract import EngineContract
from narrator.speech.engines import Engine


class TestEspeak(EngineContract):
    def make(self) -> Engine:
        return espeak.load()


class TestTone(EngineContract):
    def make(self) -> Engine:
        return tone.load()


class TestHibari(EngineContract):
    def make(self) -> Engine:
        return hibari.load()
