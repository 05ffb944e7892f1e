"""Importers of official records: the ROME of France Travail and the figures of the Dares."""
