"""A performance: an article is played from where its listener stopped, while it is made."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from narrator.article import Article
from narrator.errors import SoundError
from narrator.playing.bookmark import Bookmark, Bookmarks
from narrator.playing.clock import Clock
from narrator.playing.deck import Deck
from narrator.playing.device import DRAIN_SECONDS, Device, open_device
from narrator.playing.player import Heard, Player
from narrator.playing.script import BEGINNING, Script, Spot
from narrator.playing.stage import Command, Scene, Stage
from narrator.playing.stretch import SPEEDS, warm_up
from narrator.recording.passages import Passage
from narrator.recording.recorder import Recorder

# how long keys are waited for: as long as an eye takes, or less while nothing is heard yet
_TICK_SECONDS = 0.05
_SHORT_TICK_SECONDS = 0.005
# "back" leads to the start of the sentence that is heard, or before it at its start
_BACK_SECONDS = 1.5
_SECONDS_A_BOOKMARK = 10.0


class Performance:
    """An article that is played.

    Attributes:
        passages: All of it.
    """

    def __init__(self, stage: Stage, deck: Deck, article: Article, clock: Clock) -> None:
        self._stage = stage
        self._deck = deck
        self.passages = deck.script
        self._article = article
        self._clock = clock
        self._bookmarks = Bookmarks(article)
        mark = self._first_mark()
        self._player = Player(mark.speed)
        self._place = mark.spot
        self._heard: Heard | None = None
        self._device: Device | None = None
        self._is_started = False
        self._marked_at = time.monotonic()
        self._is_over = False

    def _first_mark(self) -> Bookmark:
        """Return where to begin."""
        mark = self._bookmarks.load()
        if self._stage.from_start or not self.passages.has(mark.spot):
            return Bookmark(BEGINNING, mark.speed)
        return mark

    def prepare(self) -> None:
        """Have the first sound made: processes start before the device does."""
        self._deck.tend(self._place)
        time.sleep(_SHORT_TICK_SECONDS)  # for the executor's thread, which passes the call on

    def use(self, device: Device) -> None:
        """Play by a device, which starts with the first sound."""
        self._device = device

    def play(self, *, until_made: bool = False) -> None:
        """Play to the end, or until the listener quits.

        Args:
            until_made: Whether to return as soon as everything is made.

        Raises:
            SoundError: The device does not start.
            SpeechError: A passage could not be spoken.
        """
        try:
            with self._stage.controls.opened():
                while not self._is_over and not (until_made and self._deck.has_all):
                    self._step()
        except SoundError:
            self._is_over = True
            raise
        finally:
            self._stage.controls.clear()
            self._keep_place()

    def _step(self) -> None:
        """Obey, supply the player, and show what is heard."""
        self._supply()
        if self._device is not None and self._device.failure is not None:
            raise self._device.failure
        self._heard = self._player.heard() or self._heard
        if self._heard is not None:
            self._place = self._heard.spot
            self._stage.controls.show(self._scene(self._heard))
        tick = _SHORT_TICK_SECONDS if self._player.last is None else _TICK_SECONDS
        for command in self._stage.controls.commands(tick):
            self._obey(command)
        if time.monotonic() - self._marked_at > _SECONDS_A_BOOKMARK:
            self._keep_place()

    def _supply(self) -> None:
        """Give the player what comes next, and end where nothing does."""
        self._deck.collect()
        spot = self._next_spot()
        if spot is not None and not self._player.clips_waiting:
            clip = self._deck.clip(spot)
            if clip is not None:
                self._player.add(clip, spot)
                self._start()
                spot = self._next_spot()
        self._deck.tend(spot)
        if spot is None:
            self._end_in_silence()

    def _start(self) -> None:
        """Start the device, if it is not."""
        if self._device is not None and not self._is_started:
            self._device.start(self._player.read)
            self._is_started = True
            self._deck.hurry()

    def _next_spot(self) -> Spot | None:
        """Return where the sound ends that the player has; None at the script's end."""
        last = self._player.last
        return self._place if last is None else self.passages.after(last.last)

    def _end_in_silence(self) -> None:
        """End where everything is heard."""
        if self._player.is_silent and not self._player.is_paused:
            self._stage.controls.commands(DRAIN_SECONDS)
            self._bookmarks.forget()
            self._is_over = True

    def _obey(self, command: Command) -> None:
        """Do what the listener wants."""
        match command:
            case Command.PAUSE:
                self._player.is_paused = not self._player.is_paused
            case Command.FASTER:
                self._change_speed(1)
            case Command.SLOWER:
                self._change_speed(-1)
            case Command.QUIT:
                self._stage.is_left = True
                self._is_over = True
            case _:
                self._jump(self._destination(command))

    def _change_speed(self, steps: int) -> None:
        """Play faster or slower by some steps of the scale."""
        step = SPEEDS.index(self._player.speed) + steps
        if 0 <= step < len(SPEEDS):
            self._player.set_speed(SPEEDS[step])

    def _destination(self, command: Command) -> Spot | None:
        """Return where a command leads; None for nowhere."""
        place = self._place
        seconds = self._heard.seconds if self._heard else 0.0
        is_under_way = seconds > _BACK_SECONDS
        match command:
            case Command.FORWARD:
                return self.passages.after(place)
            case Command.NEXT_CHAPTER:
                return self.passages.next_chapter(place)
            case Command.PREVIOUS_CHAPTER:
                start = self.passages.this_chapter(place)
                if place != start or is_under_way:
                    return start
                return self.passages.previous_chapter(place)
            case _:
                return place if is_under_way else self.passages.before(place)

    def _jump(self, spot: Spot | None) -> None:
        """Go on from a spot."""
        if spot is not None:
            self._player.drop()
            self._place = spot
            self._heard = Heard(spot, 0.0, 0.0, is_whole=False)

    def _keep_place(self) -> None:
        """Keep where the listener is, unless that is the end."""
        self._marked_at = time.monotonic()
        if not self._is_over or self._stage.is_left:
            self._bookmarks.save(Bookmark(self._place, self._player.speed))

    def _scene(self, heard: Heard) -> Scene:
        """Return what the listener sees."""
        passage = self.passages.planned[heard.spot.passage]
        time_heard = self._clock.time_of(heard)
        return Scene(
            chapter=passage.section,
            chapter_number=passage.chapter + 1,
            chapters=len(self._article.sections),
            sentence=self.passages.text(heard.spot),
            seconds=time_heard.seconds,
            is_estimated=time_heard.is_estimated,
            percent=self._clock.percent(heard.spot, self._article.words),
            speed=self._player.speed,
            is_paused=self._player.is_paused,
            is_waiting=self._player.is_silent and self._next_spot() is not None,
        )


@contextmanager
def perform(
    stage: Stage,
    article: Article,
    passages: Iterable[Passage],
    recorder: Recorder,
    *,
    makes_all: bool,
) -> Iterator[Performance]:
    """Prepare the performance of an article; its device is closed when the block ends.

    Args:
        stage: What it takes.
        article: The article as it is narrated.
        passages: Its passages.
        recorder: What makes their sound.
        makes_all: Whether everything is to be made, heard or not.

    Raises:
        SoundError: There is no device to play with.
        UsageError: There is no sound system of the name that was asked for.
        SpeechError: The first passage could not be spoken.
    """
    script = passages if isinstance(passages, Script) else Script(passages)
    deck = Deck(script, recorder, makes_all=makes_all)
    clock = Clock(script, deck.takes, recorder.recipe.rate)
    performance = Performance(stage, deck, article, clock)
    performance.prepare()
    with open_device(stage.system) as device:
        warm_up()
        performance.use(device)
        yield performance
