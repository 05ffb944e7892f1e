"""Ariane: a French careers assistant built on Rasa."""
