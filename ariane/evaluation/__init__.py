"""How well Ariane understands: held-out questions read by the model, the figures, and the report of a run."""
