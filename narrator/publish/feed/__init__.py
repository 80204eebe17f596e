"""A folder as a podcast: RSS 2.0 with the tags of Apple Podcasts and Podcasting 2.0.

    folder.py      the folder: one run at a time, and what is written in which order
    records.py     the show and its episodes
    manifest.py    what is known of them, as ``narrate-feed.json``
    document.py    the feed that podcast programs read, ``feed.xml``
    identity.py    which episode a source is, and whether it has changed
    settings.py    what users can say about the show

The manifest is the truth, and ``feed.xml`` is made from it alone. An episode is a file and a record
of the manifest; its entry in the feed depends on that record and the address of the folder, on
nothing else. So the entries that are there stay the same, byte for byte, when others come.
"""
