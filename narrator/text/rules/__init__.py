"""The rules that turn writing into speech, a family a module; ``narrator.text.spoken`` says in which order."""
