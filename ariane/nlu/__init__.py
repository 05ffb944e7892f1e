"""Rasa graph components, and the plain modules that they are made of."""
