"""The rules that turn writing into speech, a family a module.

``narrator.verbalize.normalize`` says in which order they are applied.
"""
