"""``python -m narrator`` is the ``narrate`` command."""

from narrator.cli import main

if __name__ == "__main__":
    main()
