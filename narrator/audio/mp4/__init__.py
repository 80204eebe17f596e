"""The boxes (QuickTime: atoms) of an MP4 file with one AAC track and a chapter list.

Written here because FFmpeg's muxer holds every packet's entry in memory until the end, and a book
has millions: at 40 hours muxing with PyAV took 194 MB and 19 times as long. Here the movie header
goes first, with room for the sizes of the packets, which are filled in as the packets are written.

Sources: ISO/IEC 14496-12 (boxes), 14496-14 and 14496-1 (esds), 14496-3 (AudioSpecificConfig);
QuickTime File Format Specification (chapter text track, ``tref``); iTunes' ``ilst`` and Nero's
``chpl`` as players and FFmpeg read them.
"""
