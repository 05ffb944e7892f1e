"""What Ariane does: one module per capability. Rasa's action server finds every action of this package."""
