"""How people reach Ariane: Rasa channels of our own, and what channels share. Knows nothing of jobs."""
