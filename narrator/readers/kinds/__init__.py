"""The built-in kinds of sources, a module each: how the kind is recognised, and what reads it.

These modules stand apart from the readers' own because all of them are loaded to tell the kind of
any source. Each imports its reader only when there is something to read.
"""
