"""Capital letters."""


def capital(text: str) -> str:
    """Return `text` with its first letter in capital, the rest as it is: « ingénieur IA » gives « Ingénieur IA »."""
    return text[:1].upper() + text[1:]
