"""Measures Ariane's speed against Rasa's stock French configuration, in one run: `python -m benchmarks.speed`."""
