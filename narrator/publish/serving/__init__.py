"""A folder on the web: its feed, pages and audio, for a podcast app or a browser.

What of a request reaches the disk is decided in ``shelf``: a file of a few kinds, not hidden, and
inside the folder when all links are followed. ``application`` answers requests, by the rules of
HTTP in ``conditions``. Waitress, in ``server``, speaks HTTP and sends files without holding a
thread or more than a few kilobytes for a slow reader.

Connections are not encrypted. On this machine the address is open to all its users; on the network
its path holds a token, which stays the same, since an app keeps the address of its feed.
"""
