"""The recipe: a source in, a summary and a chaptered audio file out.

Read ``narrate`` first: it is the program in one function.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.article import Article, Paragraph, Section, count_words
from narrator.audio.formats import Format, Tags
from narrator.covers.late import LateCover, meanwhile
from narrator.errors import SoundError
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
from narrator.output import choose_format, choose_path, summary_path
from narrator.output.checks import Inputs
from narrator.output.names import stem_of
from narrator.output.places import Request, open_place, source_identity
from narrator.playing.stage import Silence
from narrator.processes.confined import do_nothing
from narrator.publish.companions import companions, write_companions
from narrator.recording.assemble import article_tags, assemble, assemble_album, describe
from narrator.recording.casting import Cast, Role, find_other_speaker, make_cast
from narrator.recording.cues import Recorded, SentenceCue
from narrator.recording.passages import Passage
from narrator.recording.plan import chapter_titles, plan, with_summary
from narrator.recording.recorder import Recorder, StoredTake, open_recorder
from narrator.recording.store import TakeStore, find_cache
from narrator.selection import all_sections, select_sections
from narrator.selection.joined import join_articles
from narrator.settings import EMBEDDED, CacheSettings, Settings, SummarySettings
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
    dictionaries_beside,
    dictionary_paths,
    find_pronunciations,
)

if TYPE_CHECKING:
    from narrator.playing.performance import Performance
    from narrator.playing.stage import Stage
    from narrator.recording.preview import Preview, SectionList

# where an article comes from: a path, a URL or ``-``, or itself
Source = str | Path | Article

# characters of what cannot be said, as a note shows it
_LONGEST_EXAMPLE = 40
# characters of a list of words in a note
_LONGEST_LIST = 300


def narrate(
    source: Source | Sequence[Source],
    output: str | Path | None = None,
    settings: Settings | None = None,
    listener: Listener = ignore,
    kept: Iterable[str | Path] = (),
    stage: Stage | None = None,
) -> Narration:
    """Turn a source into one chaptered audio file, or several sources into one.

    Args:
        source: A file, an http or https URL, ``-`` for standard input, or an article that was
            read; several are joined.
        output: The file to write, or the folder to write one into that is called like the title;
            the folder ``output`` when None.
        settings: How to narrate; the defaults when None.
        listener: A function that is called with every event, in the calling thread.
        kept: Files that are never replaced, such as what else this run reads and has written.
        stage: Where it is played while it is made; None where nobody listens.

    Raises:
        NarrateError: Any of its subclasses. An older output then stays unchanged.
    """
    settings = settings or Settings()
    audio = choose_format(output, settings.audio, split=settings.output.split)
    article, speaker = _read_selected(source, settings, listener, stage)
    language = speaker.voice.language
    _report_voice(article, speaker, settings, listener)
    cast = _cast(article, speaker, settings, listener)
    tags = _make_tags(article, speaker, audio, settings)
    cover = LateCover(article, tags, settings, audio.description.cover, listener)
    request = _request(output, article, audio, settings, kept)
    with (
        open_recorder(speaker, audio, settings, cast.guests, at_once=bool(stage)) as recorder,
        ExitStack() as stack,
    ):
        with open_place(request, partial(_report_note, listener=listener)) as path:
            _check_summary(path, article, settings.summary)
            summary = summarise_article(article, language, _summary_settings(settings), listener)
            tags = _with_description(tags, summary, settings.summary)
            narrated = _with_summary(article, summary, settings.summary)
            passages = _plan(article, summary, cast, settings)
            playing = _performance(stage, narrated, passages, recorder, listener)
            performance = stack.enter_context(playing)
            _announce(article, speaker, recorder, settings, listener)
            passages = meanwhile(performance.passages, recorder.jobs, cover.get)
            takes = _record(passages, recorder, listener)
            tags = replace(tags, cover=cover.get())
            write = assemble_album if settings.output.split else assemble
            chapters = write(takes, recorder, tags, path)
            _report_note(recorder.store.spare_note, listener)
            times = recorder.load_times
            recorded = Recorded(narrated, path, chapters, tags, summary, takes, times)
            files = _accompany(recorded, settings)
            cues = tuple(recorded.cues()) if settings.publish.cues else ()
            _write_summary(path, article, summary, settings.summary, listener)
        narration = _result(recorded, speaker, files, cues)
        listener(Narrated(narration))
        performance.play()
    return narration


def play(
    article: Article,
    stage: Stage,
    settings: Settings | None = None,
    listener: Listener = ignore,
) -> None:
    """Play an article while it is made, from where its listener stopped, and write no file.

    Args:
        article: What ``read`` returns for a source.
        stage: Where it is played.
        settings: How to narrate; the defaults when None.
        listener: A function that is called with every event, in the calling thread.

    Raises:
        NarrateError: Any of its subclasses.
    """
    from narrator.playing.performance import perform

    settings = settings or Settings()
    audio = choose_format(None, settings.audio)
    speaker = _find_speaker(article, settings)
    language = speaker.voice.language
    article = select_sections(article, settings.selection, language)
    _report_voice(article, speaker, settings, listener)
    cast = _cast(article, speaker, settings, listener)
    summary = summarise_article(article, language, settings.summary, listener)
    heard = _with_summary(article, summary, settings.summary)
    passages = _plan(article, summary, cast, settings)
    with (
        open_recorder(speaker, audio, settings, cast.guests, at_once=True) as recorder,
        perform(stage, heard, passages, recorder, makes_all=False) as performance,
    ):
        performance.play()


def preview(
    source: str | Path | Sequence[str | Path],
    settings: Settings | None = None,
    listener: Listener = ignore,
) -> Preview:
    """Return what ``narrate`` would say, with the words and estimated duration of every chapter.

    Raises:
        NarrateError: Any of its subclasses.
    """
    from narrator.recording.preview import make_preview

    settings = settings or Settings()
    article, speaker = _read_selected(source, settings, listener)
    language = speaker.voice.language
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
    path = choose_path(output, article.name, audio.description.name)
    words = find_pronunciations([], settings.pronunciation.pronounce)
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
    return article, _find_speaker(article, settings)


def _read_selected(
    source: Source | Sequence[Source],
    settings: Settings,
    listener: Listener,
    stage: Stage | None = None,
) -> tuple[Article, Speaker]:
    """Read a source, or several as one, and return what is narrated of it and who reads it.

    What a stage takes is loaded meanwhile.
    """
    sources = [source] if isinstance(source, (str, Path, Article)) else source
    tags = settings.tags
    if len(sources) > 1:  # the title given is that of the whole
        settings = replace(settings, tags=replace(tags, title=None, author=None))
    load = do_nothing if stage is None else _load_player
    articles = [fetch_article(each, settings, listener, load) for each in sources]
    speaker = _find_speaker(articles[0], settings)
    language = speaker.voice.language
    selected = [select_sections(article, settings.selection, language) for article in articles]
    return join_articles(selected, tags.title or "", tags.author or ""), speaker


def _load_player() -> None:
    """Load what playing takes."""
    from narrator.playing import performance, stretch  # noqa: F401

    stretch.warm_up()


def _find_speaker(article: Article, settings: Settings) -> Speaker:
    """Find who reads an article."""
    speaker = find_speaker(settings.voice.engine, settings.voice.voice, article.language)
    return with_options(speaker, settings.voice.engine_option)


def _report_voice(
    article: Article, speaker: Speaker, settings: Settings, listener: Listener
) -> None:
    """Note that a voice was chosen by the text's language, or that none speaks it."""
    if settings.voice.engine == AUTO:
        _report_natural_voice(speaker, settings, listener)
    if settings.voice.voice is not None or not article.language:
        return
    voice = speaker.voice
    others = [part for part in article.parts if part.language not in ("", article.language)]
    for part in others:
        if not is_in(voice, part.language):
            language = language_name(part.language)
            listener(Note(f"{part.source} is {language}, and is read by {voice.name} all the same"))
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


def _announce(
    article: Article, speaker: Speaker, recorder: Recorder, settings: Settings, listener: Listener
) -> None:
    """Announce that speech starts, and what limits it: memory, or where takes are kept."""
    jobs = recorder.jobs
    wanted = settings.run.job_count
    if jobs < wanted:
        listener(Note(f"free memory is enough for {jobs} of {wanted} processes that speak"))
    _report_note(recorder.store.note, listener)
    listener(SpeechStarted(article.source, article.words, jobs, speaker))


def _report_note(note: str, listener: Listener) -> None:
    """Note what there is to note."""
    if note:
        listener(Note(note))


def _inputs(article: Article, settings: Settings, kept: Iterable[str | Path]) -> Inputs:
    """Return what is read, and so never replaced."""
    inputs: dict[str | Path, str] = dict.fromkeys(kept, "read or written in this run")
    given = settings.pronunciation.pronounce
    beside = dictionaries_beside(article.sources, given)
    for dictionary in dictionary_paths(beside, given):
        inputs[dictionary] = "a pronunciation dictionary"
    if settings.tags.cover_file is not None:
        inputs[settings.tags.cover_file] = "the cover"
    for source in article.sources:
        inputs[source] = "the source itself"
    return inputs


def _request(
    output: str | Path | None,
    article: Article,
    audio: Format,
    settings: Settings,
    kept: Iterable[str | Path],
) -> Request:
    """Return what is asked of the output folder for an article.

    Raises:
        UsageError: What is written beside the audio does not go with its format or its length.
    """
    if settings.publish.page == EMBEDDED:
        from narrator.publish.page.document import check_embeddable

        check_embeddable(article, audio, settings.speed.rate)
    is_album = settings.output.split
    suffix = audio.description.name

    def files(path: Path) -> list[Path]:
        """Return the paths of the audio and of what is written beside it."""
        if is_album:
            return [path]
        beside = companions(path, article.language, settings.publish)
        return [path, *(companion.path for companion in beside)]

    def notes(path: Path) -> list[Path]:
        """Return the path of the summary, if one is written."""
        return [summary_path(path)] if settings.summary.summary else []

    return Request(
        output=output,
        stem=stem_of(article.title, article.name),
        suffix="" if is_album else f".{suffix}",
        source=source_identity(article),
        files=files,
        notes=notes,
        inputs=_inputs(article, settings, kept),
        overwrite=settings.output.overwrite,
    )


def _make_tags(article: Article, speaker: Speaker, audio: Format, settings: Settings) -> Tags:
    """Return the file's tags, after checking that its format can hold them and the chapters.

    Raises:
        SourceError: The cover cannot be read.
        UsageError: The format cannot hold the tags or the chapters.
    """
    tags = article_tags(article, settings.tags, speaker.voice)
    titles = chapter_titles(article, settings.summary.speak_summary)
    if settings.output.split:
        titles = [max(titles, key=len, default="")]  # a file has one
    audio.check(tags, titles)
    return tags


def _with_description(tags: Tags, summary: Summary, settings: SummarySettings) -> Tags:
    """Return tags with the summary as description and comment, if the user asked for one.

    One that is made for the result only does not change the file.
    """
    description = describe(summary)
    if description and (settings.summary or settings.speak_summary):
        return replace(tags, description=description, comment=description)
    return tags


def _summary_settings(settings: Settings) -> SummarySettings:
    """Return how the summary is made: for a page also where it is not shown otherwise."""
    if settings.publish.page:
        return replace(settings.summary, in_result=True)
    return settings.summary


def _with_summary(article: Article, summary: Summary, settings: SummarySettings) -> Article:
    """Return an article with its summary as the first section, if that is spoken."""
    return with_summary(article, summary.texts) if settings.speak_summary else article


def _accompany(recorded: Recorded, settings: Settings) -> tuple[Path, ...]:
    """Write what goes beside the audio, and return all files that there are besides it.

    Those of an album are its tracks.

    Raises:
        OutputError: A file cannot be written.
        SpeechError: A take had to be made again, and could not.
    """
    if settings.output.split:
        return tuple(sorted(recorded.audio.iterdir()))
    wanted = companions(recorded.audio, recorded.article.language, settings.publish)
    return write_companions(wanted, recorded)


def _result(
    recorded: Recorded,
    speaker: Speaker,
    files: tuple[Path, ...],
    cues: tuple[SentenceCue, ...],
) -> Narration:
    """Return the result of a narration."""
    article = recorded.article
    return Narration(
        source=article.source,
        output=recorded.audio,
        title=article.title,
        duration_seconds=recorded.chapters[-1].end_seconds,
        chapters=recorded.chapters,
        speaker=speaker,
        summary=recorded.summary,
        skipped=article.skipped,
        files=files,
        cues=cues,
        cover=recorded.tags.cover,
    )


def _check_summary(path: Path, article: Article, settings: SummarySettings) -> None:
    """Check that the summary can be written beside the audio, if it is to be.

    Raises:
        OutputError: It cannot.
    """
    if settings.summary:
        check_summary(summary_path(path), article.sources)


def _write_summary(
    path: Path, article: Article, summary: Summary, settings: SummarySettings, listener: Listener
) -> None:
    """Write the summary beside the audio if asked for, unless the user's own file is there."""
    beside = summary_path(path)
    if settings.summary and not write_summary(beside, article, summary):
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
    beside = dictionaries_beside(article.sources, given)
    for dictionary in beside:
        listener(Note(f"words are said as {dictionary} says, which lies beside the source"))
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


@contextmanager
def _performance(
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
            _report_note(f"{error}; the file is made all the same", listener)
        yield performance


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
