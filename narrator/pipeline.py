"""The recipe: a source in, a summary and a chaptered audio file out.

Read ``narrate`` first: it is the program in one function.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.article import Article, Paragraph, Section, count_words
from narrator.audio.formats import Format, Tags
from narrator.covers.late import LateCover, meanwhile
from narrator.events import (
    CacheCleared,
    Listener,
    Narrated,
    Narration,
    Note,
    PassageSpoken,
    SentencesSpoken,
    SpeechStarted,
    ignore,
)
from narrator.language.tables import language_name, sample_sentence
from narrator.output import check_companions, choose_format, choose_path, summary_path
from narrator.publish.companions import Companion, companions, write_companions
from narrator.recording.assemble import article_tags, assemble, describe
from narrator.recording.casting import Cast, Role, find_other_speaker, make_cast
from narrator.recording.cues import Recorded
from narrator.recording.passages import Passage
from narrator.recording.plan import chapter_titles, plan, with_summary
from narrator.recording.recorder import Recorder, StoredTake, open_recorder
from narrator.recording.store import TakeStore, find_cache
from narrator.selection import all_sections, select_sections
from narrator.settings import CacheSettings, Settings, SummarySettings
from narrator.speech.engines import load_engine
from narrator.speech.voices import (
    AUTO,
    Speaker,
    find_natural_voice,
    find_speaker,
    is_in,
    why_not_natural,
    with_options,
)
from narrator.summarising import DEFAULT_LANGUAGE, fetch_article, summarise_article
from narrator.summary.file import check_summary, write_summary
from narrator.summary.key_sentences import Summary
from narrator.verbalize.normalize import to_spoken
from narrator.verbalize.pronounce import pronounce
from narrator.verbalize.pronunciations import (
    Pronunciations,
    dictionary_beside,
    dictionary_paths,
    find_pronunciations,
)

if TYPE_CHECKING:
    from narrator.recording.preview import Preview, SectionList

# characters of what cannot be said, as a note shows it
_LONGEST_EXAMPLE = 40
# characters of a list of words in a note
_LONGEST_LIST = 300


def narrate(
    source: str | Path,
    output: str | Path | None = None,
    settings: Settings | None = None,
    listener: Listener = ignore,
) -> Narration:
    """Turn a source into one chaptered audio file.

    Args:
        source: A file, an http or https URL, or ``-`` for standard input.
        output: The file to write or the folder to write it into; ``output/<name>.mp3`` when None.
        settings: How to narrate; the defaults when None.
        listener: A function that is called with every event, in the calling thread.

    Raises:
        NarrateError: Any of its subclasses. An older output then stays unchanged.
    """
    settings = settings or Settings()
    audio = choose_format(output, settings.audio)
    article, speaker = _read(source, settings, listener)
    language = speaker.voice.language
    article = select_sections(article, settings.selection, language)
    _report_voice(article, speaker, settings, listener)
    cast = _cast(article, speaker, settings, listener)
    tags = _make_tags(article, speaker, audio, settings)
    path = _choose_path(output, article, audio, settings)
    cover = LateCover(article, tags, settings, audio.description.cover, listener)
    beside = _companions(path, article, settings)
    summary = summarise_article(article, language, settings.summary, listener)
    tags = _with_description(tags, summary, settings.summary)
    passages = _plan(article, summary, cast, settings)
    with open_recorder(speaker, audio, settings, cast.guests) as recorder:
        _report_jobs(recorder.jobs, settings, listener)
        _report_note(recorder.store.note, listener)
        listener(SpeechStarted(article.source, article.words, recorder.jobs, speaker))
        passages = meanwhile(passages, recorder.jobs, cover.get)
        takes = _record(passages, recorder, listener)
        tags = replace(tags, cover=cover.get())
        chapters = assemble(takes, recorder, tags, path)
        _report_note(recorder.store.spare_note, listener)
        narrated = _with_summary(article, summary, settings.summary)
        recorded = Recorded(narrated, path, chapters, tags, summary, takes, recorder.load_times)
        files = write_companions(beside, recorded)
        cues = tuple(recorded.cues()) if settings.publish.cues else ()
    if settings.summary.summary:
        _write_summary(path, article, summary, listener)
    narration = Narration(
        source=article.source,
        output=path,
        title=article.title,
        duration_seconds=chapters[-1].end_seconds,
        chapters=chapters,
        speaker=speaker,
        summary=summary,
        skipped=article.skipped,
        files=files,
        cues=cues,
    )
    listener(Narrated(narration))
    return narration


def preview(
    source: str | Path, settings: Settings | None = None, listener: Listener = ignore
) -> Preview:
    """Return what ``narrate`` would say, with the words and estimated duration of every chapter.

    Raises:
        NarrateError: Any of its subclasses.
    """
    from narrator.recording.preview import make_preview

    settings = settings or Settings()
    article, speaker = _read(source, settings, listener)
    language = speaker.voice.language
    article = select_sections(article, settings.selection, language)
    summary = summarise_article(article, language, settings.summary, ignore)
    cast = _cast(article, speaker, settings, listener)
    passages = _plan(article, summary, cast, settings)
    return make_preview(article, passages, settings.speed.rate)


def list_sections(
    source: str | Path, settings: Settings | None = None, listener: Listener = ignore
) -> SectionList:
    """Return all sections of a source with their words and estimated durations.

    Raises:
        NarrateError: Any of its subclasses.
    """
    from narrator.recording.preview import make_section_list

    settings = settings or Settings()
    article, speaker = _read(source, settings, listener)
    entries = all_sections(article, settings.selection, speaker.voice.language)
    article = replace(article, sections=tuple(entry.section for entry in entries))
    cast = _cast(article, speaker, settings, ignore)
    passages = _plan(article, Summary(), cast, settings)
    return make_section_list(article, entries, passages, settings.speed.rate)


def try_voice(
    text: str | None,
    output: str | Path | None = None,
    settings: Settings | None = None,
    listener: Listener = ignore,
) -> Narration:
    """Write a sample of the voice that the settings name.

    Args:
        text: What it says; a sentence in its language when None.
        output: The file to write or the folder to write it into; ``output/<voice>.mp3`` when None.
        settings: Who speaks; the defaults when None.
        listener: A function that is called with every event, in the calling thread.

    Raises:
        NarrateError: Any of its subclasses.
    """
    settings = settings or Settings()
    audio = choose_format(output, settings.audio)
    speaker = find_speaker(settings.voice.engine, settings.voice.voice, "")
    speaker = with_options(speaker, settings.voice.engine_option)
    voice = speaker.voice
    sentence = text or sample_sentence(voice.language) or sample_sentence(DEFAULT_LANGUAGE)
    section = Section((), (Paragraph(sentence),))
    article = Article(voice.name, (section,), name=voice.id, source=voice.id)
    tags = _make_tags(article, speaker, audio, settings)
    path = choose_path(output, article, audio.description.name)
    words = find_pronunciations(None, settings.pronunciation.pronounce)
    cast = Cast(_role(words, speaker, voice.language, listener))  # nobody stands in
    passages = _plan(article, Summary(), cast, settings)
    with open_recorder(speaker, audio, settings) as recorder:
        takes = _record(passages, recorder, ignore)
        chapters = assemble(takes, recorder, tags, path)
    length = chapters[-1].end_seconds
    narration = Narration(voice.id, path, article.title, length, chapters, speaker)
    listener(Narrated(narration))
    return narration


def clear_cache(settings: CacheSettings | None = None, listener: Listener = ignore) -> None:
    """Delete the takes in the cache.

    Raises:
        OutputError: The cache folder cannot be used.
    """
    folder = find_cache(settings or CacheSettings()).folder
    if folder is not None:
        freed_bytes = TakeStore(folder).evict(0)
        listener(CacheCleared(str(folder), freed_bytes))


def _read(source: str | Path, settings: Settings, listener: Listener) -> tuple[Article, Speaker]:
    """Read a source and find who reads it."""
    article = fetch_article(source, settings, listener)
    speaker = find_speaker(settings.voice.engine, settings.voice.voice, article.language)
    return article, with_options(speaker, settings.voice.engine_option)


def _report_voice(
    article: Article, speaker: Speaker, settings: Settings, listener: Listener
) -> None:
    """Note that a voice was chosen by the text's language, or that none speaks it."""
    if settings.voice.engine == AUTO:
        _report_natural_voice(speaker, settings, listener)
    if settings.voice.voice is not None or not article.language:
        return
    voice = speaker.voice
    if not is_in(voice, article.language):
        language = language_name(article.language)
        listener(Note(f"{speaker.engine} has no voice for {language}: using {voice.name}"))
    elif voice.id != find_speaker(settings.voice.engine, None, "").voice.id:
        language = language_name(article.language)
        note = (
            f"using the {voice.name} voice ({voice.id}) because the text is {language}; "
            "change it with --voice"
        )
        listener(Note(note))


def _report_natural_voice(speaker: Speaker, settings: Settings, listener: Listener) -> None:
    """Note that a more natural voice is missing, and how to get one."""
    if settings.voice.voice is None:
        reason = why_not_natural(speaker)
        if reason:
            listener(Note(f"{reason}; {speaker.engine} speaks"))
    natural = find_natural_voice(speaker)
    if natural is not None:
        language = language_name(natural.language)
        size = f"{natural.size_bytes / 1e6:,.1f} MB"
        get = f"narrate voices get {natural.id}"
        listener(Note(f"there is a natural voice for {language}: {get} ({size})"))


def _report_jobs(jobs: int, settings: Settings, listener: Listener) -> None:
    """Note that memory is too short for as many processes as would be used."""
    wanted = settings.run.job_count
    if jobs < wanted:
        listener(Note(f"free memory is enough for {jobs} of {wanted} processes that speak"))


def _report_note(note: str, listener: Listener) -> None:
    """Note what there is to note."""
    if note:
        listener(Note(note))


def _choose_path(
    output: str | Path | None, article: Article, audio: Format, settings: Settings
) -> Path:
    """Return the file to write, after checking that it and what goes beside it can be written.

    Raises:
        OutputError: One of them cannot be written.
        UsageError: The file is one that is read.
    """
    inputs: dict[str | Path, str] = {}
    given = settings.pronunciation.pronounce
    beside = dictionary_beside(article.source, given)
    for dictionary in dictionary_paths(beside, given):
        inputs[dictionary] = "a pronunciation dictionary"
    if settings.tags.cover_file is not None:
        inputs[settings.tags.cover_file] = "the cover"
    path = choose_path(output, article, audio.description.name, inputs)
    if settings.summary.summary:
        check_summary(summary_path(path), article.source)
    return path


def _companions(path: Path, article: Article, settings: Settings) -> list[Companion]:
    """Return what is written beside the audio, after checking that it can be.

    Raises:
        OutputError: One of the files cannot be written.
        UsageError: One does not go with the format of the audio, or is the source.
    """
    wanted = companions(path, article.language, settings.publish)
    check_companions([companion.path for companion in wanted], article.source)
    return wanted


def _make_tags(article: Article, speaker: Speaker, audio: Format, settings: Settings) -> Tags:
    """Return the file's tags, after checking that its format can hold them and the chapters.

    Raises:
        SourceError: The cover cannot be read.
        UsageError: The format cannot hold the tags or the chapters.
    """
    tags = article_tags(article, settings.tags, speaker.voice)
    audio.check(tags, chapter_titles(article, settings.summary.speak_summary))
    return tags


def _with_description(tags: Tags, summary: Summary, settings: SummarySettings) -> Tags:
    """Return tags with the summary as description and comment, if the user asked for one.

    One that is made for the result only does not change the file.
    """
    description = describe(summary)
    if description and (settings.summary or settings.speak_summary):
        return replace(tags, description=description, comment=description)
    return tags


def _with_summary(article: Article, summary: Summary, settings: SummarySettings) -> Article:
    """Return an article with its summary as the first section, if that is spoken."""
    return with_summary(article, summary.texts) if settings.speak_summary else article


def _write_summary(path: Path, article: Article, summary: Summary, listener: Listener) -> None:
    """Write the summary beside the audio, unless the user's own file is there."""
    beside = summary_path(path)
    if not write_summary(beside, article, summary):
        listener(Note(f"{beside} was not written by narrate, or was edited: it is kept"))


def _cast(article: Article, speaker: Speaker, settings: Settings, listener: Listener) -> Cast:
    """Return who reads what.

    Raises:
        EngineError: There is no such voice as the one asked for.
    """
    language = speaker.voice.language
    words = _pronunciations(article, settings, listener)
    narrator = _role(words, speaker, language, listener)
    quoting = _find_quoting(speaker, settings, listener)
    quoted = None
    if quoting is not None:
        role = _role(words, quoting, language, listener)
        quoted = replace(role, speaker=quoting)
    return make_cast(narrator, speaker, quoted, settings.voice, article.language)


def _find_quoting(speaker: Speaker, settings: Settings, listener: Listener) -> Speaker | None:
    """Return who reads quotations; None for the narrator, which is noted where it was asked for."""
    wanted = settings.voice.quote_voice
    if wanted is None:
        return None
    quoting = find_other_speaker(settings.voice.engine, wanted, speaker.voice.language)
    if quoting.engine == speaker.engine:
        voice = replace(quoting.voice, options=speaker.voice.options)
        quoting = replace(quoting, voice=voice)
    if quoting == speaker:
        listener(Note(f"quotations are read by {speaker.voice.name}, like everything else"))
        return None
    return quoting


def _plan(article: Article, summary: Summary, cast: Cast, settings: Settings) -> Iterator[Passage]:
    """Plan the passages of an article, with its summary first if that is spoken.

    Raises:
        NothingToSayError: Nothing of the article can be said.
    """
    return plan(_with_summary(article, summary, settings.summary), settings.pauses, cast)


def _pronunciations(article: Article, settings: Settings, listener: Listener) -> Pronunciations:
    """Return the dictionary for an article; note that one beside it is used.

    Raises:
        DictionaryError: A dictionary cannot be read.
    """
    given = settings.pronunciation.pronounce
    beside = dictionary_beside(article.source, given)
    if beside is not None:
        listener(Note(f"words are said as {beside} says, which lies beside the source"))
    return find_pronunciations(beside, given)


def _role(words: Pronunciations, speaker: Speaker, language: str, listener: Listener) -> Role:
    """Return the narrator's role: the user's dictionary and the rules of a language.

    Entries with phonemes that the speaker's engine cannot say are left out, which is noted.
    """
    sayable, unsayable = words.divided(load_engine(speaker.engine).says_phonemes)
    if unsayable:
        listed = ", ".join(entry.word for entry in unsayable.entries)
        shown = textwrap.shorten(listed, _LONGEST_LIST, placeholder=" …")
        listener(Note(f"{speaker.voice.name} cannot say the phonemes given for {shown}"))
    normalize = partial(to_spoken, language=language)
    return Role(language, partial(pronounce, pronunciations=sayable, spoken=normalize))


def _record(
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
