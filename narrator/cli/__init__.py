"""The command: arguments into settings and exit codes, events into what a person sees."""
