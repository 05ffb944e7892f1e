"""How well Ariane understands, measured on held-out questions."""
