from narrator.summary.words import base, load_words
from narrator.summary.features import load_openings
def make_summarizer(method, candidates, language):
    from narrator.summary.directed import DirectedSummarizer
    words=load_words(language)
    s = DirectedSummarizer(words.stem)
    s.stop_words = words.stop_words
    s.openings = load_openings(base(language))
    s.weights = [c.weight for c in candidates]
    return s
