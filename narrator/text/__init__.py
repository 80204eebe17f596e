"""Working on plain text: blocks, headings, sentences."""
