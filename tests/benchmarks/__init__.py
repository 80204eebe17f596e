"""Benchmarks: ratios measured side by side in one run. They print; only ``recognise`` can fail."""
