"""Work in other processes: a pool of workers, and single calls in a new process.

Every process ends with its parent, however the parent ended, and leaves Ctrl-C to it.
"""
