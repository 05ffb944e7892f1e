"""Numbers as a French reader expects them: « 45 000 € », « de 38 000 à 45 000 € », « 2 ans »."""

from __future__ import annotations

from ariane.french.typography import NBSP

_SMALL = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


def thousands(number: int) -> str:
    """Return a whole number with its thousands set apart: 45000 gives « 45 000 »."""
    return f"{number:,}".replace(",", NBSP)


def euros(amount: int) -> str:
    """Return an amount of whole euros: « 45 000 € »."""
    return f"{thousands(amount)}{NBSP}€"


def euro_range(low: int | None, high: int | None) -> str:
    """Return a range of whole euros: « de 38 000 à 45 000 € », or « 38 000 € » when both ends are the same.

    With one end only: « à partir de 38 000 € », « jusqu’à 45 000 € ». Raises ValueError when both are missing.
    """
    if low is None and high is None:
        raise ValueError("a range needs an end")
    if low is None or high is None:
        return f"à partir de {euros(low)}" if low is not None else f"jusqu’à {euros(high or 0)}"
    return euros(low) if low == high else f"de {thousands(low)} à {euros(high)}"


def percent(number: int) -> str:
    """Return a percentage: « 31 % »."""
    return f"{thousands(number)}{NBSP}%"


def years(number: int) -> str:
    """Return a number of years of experience: « 1 an », « 2 ans »."""
    return f"{number}{NBSP}{'an' if abs(number) < 2 else 'ans'}"


def year_range(low: int | None, high: int | None) -> str:
    """Return a span of experience: « de 2 à 5 ans », « plus de 5 ans », « moins de 2 ans », « » when unknown."""
    if low is None and high is None:
        return ""
    if not low:
        return f"moins {_of_years(high or 0)}" if high else "sans expérience"
    if high is None:
        return f"plus {_of_years(low)}"
    return f"{years(low)}" if low == high else f"de {low} à {years(high)}"


def period(year_from: int, year_to: int) -> str:
    """Return the years that a figure speaks of: « en 2019 », « de 2017 à 2019 »."""
    return f"en {year_from}" if year_from == year_to else f"de {year_from} à {year_to}"


def spelled(number: int) -> str:
    """Return a small whole number in letters (up to ten), a larger one in digits."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else thousands(number)


def duration(months: int) -> str:
    """Return a duration: « 6 mois », « 1 an », « 1 an et demi », « 15 mois », « 2 ans »."""
    whole, rest = divmod(months, 12)
    if whole and rest == 0:
        return years(whole)
    if whole and rest == 6:
        return f"{years(whole)} et demi"
    return f"{months}{NBSP}mois"


def _of_years(number: int) -> str:
    return f"de {years(number)}"
