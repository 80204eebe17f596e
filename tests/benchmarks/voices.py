"""Have every voice of espeak-ng, and every variant, say texts that might kill it.

    python -m tests.benchmarks.voices [--listed-only]

Each voice says all texts in a process of its own. Where that process dies, it says them again one
by one, and those it dies of, or hangs at, are printed. The texts are short, odd, long, and in many
scripts. Voices that narrate leaves out for want of a dictionary are tried as well, and marked;
``--listed-only`` leaves them out. The exit code is 1 where another voice dies.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from narrator.processes.alone import WorkerDiedError, run_alone
from narrator.recording.watch import Watch
from narrator.speech import espeak
from narrator.speech.engines import load_engine
from narrator.speech.espeak import EspeakEngine
from narrator.speech.espeak_data import data_folder

# one voice takes all variants; the others take the plain way of speaking
VARIED_VOICE = "gmw/en-us"
RATE = 450
# a voice takes one second for all texts, on a core of its own
SECONDS_A_VOICE = 60
# characters without a mark, at which an utterance is cut or not
LONG = 2_000

TEXTS = (
    "One... two... three!? (four) — “five”; six: seven, 8.",
    "1 12 123 1234 12345678901234567890 1.5 1,000,000 3/4 MCMXCIV 10:30 50% $5 -7 №3 ½ ²",
    "a b c A B C ABC xyz ß æ œ ø ı ŋ ə ʃ ʰ ǃ ẞ",
    "Ελληνικά русский עברית العربية हिन्दी বাংলা தமிழ் తెలుగు ไทย 中文 日本語 かな 한국어 ქართული",
    "አማርኛ ᏣᎳᎩ ᠮᠣᠩᠭᠣᠯ བོད་ ខ្មែរ မြန်မာ සිංහල ਪੰਜਾਬੀ ગુજરાતી ಕನ್ನಡ മലയാളം ଓଡ଼ିଆ 𐑖𐑱𐑝𐑾𐑯",
    "😀 👩‍👩‍👧 🇩🇪 ① Ⅷ ™ © \u200b\u200d\u2060\ufeff\u00ad \ue000 \U000f0000 \U0010ffff \ufffd",
    "e\u0301e\u0301 a" + "\u0301" * 60,
    "... … .. . ,,, ;;; !!! ??? ---- ____ **** //// \\\\\\\\ |||| ~~~~ @@@@ #### &&&& ++++ ====",
    "[[h@l'oU]] [[ ]] [[_:_]] [[t@m'A:toU]] [[ʃ]] [[_^_de]] [[%%%%]]",
    "http://www.example.org/a_b?c=d&e=f#g me@example.org C:\\a\\b \t\n\r\n \u2028 \u2029 x",
    "don't 'tis o'clock rock'n'roll it's l'eau d’Artagnan ''' \"\"\" «» ‹› 「」 （） 。、！？",
    "a" * 400,
    "x" * LONG,
    "boat " * (LONG // 5),
    "7" * 300,
    "ا" * 200,
    "中" * 200,
    ". " * 500,
    "a, " * 300,
    "(" * 200 + ")" * 200,
    "A.B.C.D. U.S.A. e.g. i.e. Dr. St. No. " * 5,
)


def main() -> None:
    arguments = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.voices", description=__doc__
    )
    arguments.add_argument("--listed-only", action="store_true")
    options = arguments.parse_args()
    engine = load_engine("espeak")
    assert isinstance(engine, EspeakEngine)
    listed = [voice.id for voice in engine.voices()]
    every = [voice.id for voice in super(EspeakEngine, engine).voices()]
    left_out = [] if options.listed_only else [id for id in every if short(id) not in listed]
    variants = sorted(Path(data_folder(), "voices", "!v").iterdir())
    varied = [f"{VARIED_VOICE}+{variant.name}" for variant in variants]
    deaths = 0
    for voice in [*(id for id in every if short(id) in listed), *varied]:
        deaths += tell_deaths(voice, TEXTS, "")
    for voice in left_out:
        tell_deaths(voice, TEXTS, " (left out by narrate)")
    print(f"{len(every)} voices and {len(varied)} variants, {len(TEXTS)} texts")
    print(f"left out: {', '.join(left_out) or 'none'}; texts that listed voices die of: {deaths}")
    sys.exit(1 if deaths else 0)


def short(voice_id: str) -> str:
    """Return the last part of a voice's id."""
    return voice_id.rpartition("/")[2]


def tell_deaths(voice: str, texts: Sequence[str], mark: str) -> int:
    """Have a voice say texts; print those it dies of, and return how many."""
    if not death_of(voice, texts):
        return 0
    deaths = 0
    for text in texts:
        cause = death_of(voice, [text])
        if cause:
            deaths += 1
            print(f"{voice}{mark} {cause}: {text[:40]!r}", flush=True)
    if not deaths:
        print(f"{voice}{mark} dies of all texts together alone", flush=True)
    return deaths or 1


def death_of(voice: str, texts: Sequence[str]) -> str:
    """Return how a process ends that says texts, or that it hangs; empty where it lives."""
    try:
        run_alone(say, voice, texts, watch=Watch(patience=SECONDS_A_VOICE).look)
    except WorkerDiedError as error:
        return str(error)
    return ""


def say(voice: str, texts: Sequence[str]) -> None:
    """Say texts with a voice of espeak-ng, whatever comes of it."""
    engine = espeak.load()
    for text in texts:
        engine._set_property("voice", voice)
        engine._set_property("rate", RATE)
        engine._speak(text)


if __name__ == "__main__":
    main()
