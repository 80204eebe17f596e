"""Speaking: an article planned, announced, recorded, and played meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from narrator.article import Article, count_words
from narrator.errors import SoundError
from narrator.events import (
    Listener,
    Note,
    PassageSpoken,
    SentencesSpoken,
    SpeechStarted,
    report_note,
)
from narrator.playing.stage import Silence
from narrator.recording.passages import Passage
from narrator.recording.plan import with_summary
from narrator.recording.recorder import Recorder, StoredTake
from narrator.settings import Settings, SummarySettings
from narrator.speech.voices import (
    Speaker,
)
from narrator.summary.key_sentences import Summary

if TYPE_CHECKING:
    from narrator.playing.performance import Performance
    from narrator.playing.stage import Stage


# characters of what cannot be said, as a note shows it
_LONGEST_EXAMPLE = 40


def summary_settings(settings: Settings) -> SummarySettings:
    """Return how the summary is made: for a page also where it is not shown otherwise."""
    if settings.publish.page:
        return replace(settings.summary, in_result=True)
    return settings.summary


def with_spoken_summary(article: Article, summary: Summary, settings: SummarySettings) -> Article:
    """Return an article with its summary as the first section, if that is spoken."""
    return with_summary(article, summary.texts) if settings.speak_summary else article


def announce(
    article: Article, speaker: Speaker, recorder: Recorder, settings: Settings, listener: Listener
) -> None:
    """Announce that speech starts, and what limits it: memory, or where takes are kept."""
    jobs = recorder.jobs
    wanted = settings.run.job_count
    if jobs < wanted:
        listener(Note(f"free memory is enough for {jobs} of {wanted} processes that speak"))
    report_note(recorder.store.note, listener)
    listener(SpeechStarted(article.source, article.words, jobs, speaker))


@contextmanager
def performing(
    stage: Stage | None,
    article: Article,
    passages: Iterable[Passage],
    recorder: Recorder,
    listener: Listener,
) -> Iterator[Performance | Silence]:
    """Play an article until it is made, where somebody listens and there is a device."""
    if stage is None or stage.is_left:
        yield Silence(passages)
        return
    from narrator.playing.performance import perform
    from narrator.playing.script import Script

    script = Script(passages)
    with ExitStack() as stack:
        performance: Performance | Silence = Silence(script)
        try:
            starting = perform(stage, article, script, recorder, makes_all=True)
            performance = stack.enter_context(starting)
            performance.play(until_made=True)
        except SoundError as error:
            report_note(f"{error}; the file is made all the same", listener)
        yield performance


def record_all(
    passages: Iterable[Passage], recorder: Recorder, listener: Listener
) -> list[StoredTake]:
    """Speak all passages, and announce each."""
    takes: list[StoredTake] = []

    def tell(words: int, seconds: float) -> None:
        """Announce sentences of passages that are not done."""
        listener(SentencesSpoken(words, seconds))

    for take in recorder.record(passages, tell):
        listener(PassageSpoken(take.passage.words, take.seconds, take.reused))
        takes.append(take)
    _report_unsaid(takes, listener)
    return takes


def _report_unsaid(takes: Iterable[StoredTake], listener: Listener) -> None:
    """Note what no voice could say."""
    unsaid: list[str] = []
    for take in takes:
        unsaid += take.unsaid_texts
    if unsaid:
        words = sum(map(count_words, unsaid))
        example = unsaid[0][:_LONGEST_EXAMPLE]
        listener(Note(f"no voice here can say {words:,} of the words, such as {example!r}"))
