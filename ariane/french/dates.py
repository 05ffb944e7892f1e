"""Dates as a French reader says them."""

from __future__ import annotations

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def say_date(iso: str) -> str:
    """Say an ISO date, month or year: « 11 septembre 2023 », « septembre 2023 », « 2023 »."""
    year, month, day = ([*iso.split("-"), "", ""])[:3]
    if not month:
        return year
    named = f"{_MONTHS[int(month) - 1]} {year}"
    if not day:
        return named
    return f"1er {named}" if int(day) == 1 else f"{int(day)} {named}"
