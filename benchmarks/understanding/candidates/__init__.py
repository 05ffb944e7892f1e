"""Tries other pipelines on Ariane's held-out questions: `python -m benchmarks.understanding.candidates`."""
