"""Whether a measure describes the noun after it: "a $5 bill" is a five dollar bill, "a 5-km run" a five kilometer run."""

from __future__ import annotations

import re

# these begin no noun
_NO_NOUN = (
    r"(?:a|after|ago|an|and|are|as|at|away|because|before|but|by|can|during|each|every|for|from|had|has|have|he|his|if|in|into|is|it|its|less|"
    r"like|long|more|of|off|on|or|over|per|plus|she|since|so|than|that|the|their|then|they|this|to|under|until|up|was|were|"
    r"when|which|while|who|will|with|worth|would|yesterday)\b"
)
# nor do participles: "the $5m raised"
_NOUN_FOLLOWS = re.compile(rf"\s[\"“']?(?!{_NO_NOUN}|[a-z]{{2,20}}ed\b)[a-z]|-[a-z]")
_ARTICLE_BEFORE = re.compile(r"(?<!\w)(?:[Aa]n?|[Tt]he)\s$")
_MANY_FOLLOW = re.compile(rf"\s(?!{_NO_NOUN})[a-z]{{2,20}}[^suiyw\W]s\b(?<!ards)")


def many_follow(m: re.Match[str]) -> bool:
    """Whether the word after is a plural, so that a measure touching its figures describes it: "two 500ml bottles"."""
    return bool(_MANY_FOLLOW.match(m.string, m.end()))


def describes_noun(m: re.Match[str]) -> bool:
    """Judged by the article before the match and the word after it, or by a hyphen."""
    if m.string.startswith("-", m.end()):
        return bool(_NOUN_FOLLOWS.match(m.string, m.end()))
    before = m.string[max(0, m.start() - 5) : m.start()]
    if re.search(r"[a-z]-$", before):
        return bool(_NOUN_FOLLOWS.match(m.string, m.end()))
    return bool(_ARTICLE_BEFORE.search(before) and _NOUN_FOLLOWS.match(m.string, m.end()))
