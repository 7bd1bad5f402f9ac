"""Benchmarks: side by side in one run, as ratios, since the machine is never the same twice."""
