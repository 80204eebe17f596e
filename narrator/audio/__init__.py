"""From clips to one chaptered file: joining, encoding, containers."""
