"""From knowledge to answers: which facts, in which order, in which words. No Rasa here."""
