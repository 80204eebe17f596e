"""Captions beside the audio: what is heard, as written, in lines that a player shows in time.

One module writes one format. All of them take captions from ``timed``, which cuts a sentence where
``cutting`` says, and hold no more than one sentence at a time.
"""
