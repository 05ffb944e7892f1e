"""What a question is limited to: an experience, a place, a sector, a period, net or gross, a level of studies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

_JUNIOR_YEARS, _MID_YEARS = 2, 5  # last year of each level, as studies of pay count them


@dataclass(frozen=True)
class Parameters:
    """The limits that a question sets; None where it sets none."""

    experience: str | None = None  # junior, mid, senior or lead
    years: int | None = None  # of experience
    region: str | None = None  # a place, as the visitor is answered about it
    sector: str | None = None
    period: str | None = None  # month or year
    basis: str | None = None  # gross or net
    study_level: str | None = None  # none, bac, bac+2, bac+3, bac+5 or bac+8

    @property
    def level(self) -> str | None:
        """The level of experience, from the word or from the years."""
        if self.experience or self.years is None:
            return self.experience
        if self.years <= _JUNIOR_YEARS:
            return "junior"
        return "mid" if self.years <= _MID_YEARS else "senior"

    @property
    def on_pay(self) -> bool:
        """Whether one of them chooses among figures of pay."""
        return any((self.level, self.region, self.sector, self.period, self.basis))

    @property
    def only_level(self) -> bool:
        """Whether the level of experience alone chooses among figures of pay."""
        return self.level is not None and not any((self.region, self.sector, self.period, self.basis))


NONE = Parameters()


def read_parameters(entities: Iterable[Mapping[str, Any]]) -> Parameters:
    """Take the parameters among `entities` ({"entity": name, "value": value}); the first of each kind counts."""
    known = {field.name for field in fields(Parameters)}
    found: dict[str, Any] = {}
    for entity in entities:
        name, value = str(entity["entity"]), entity.get("value")
        if name in known and value is not None:
            found.setdefault(name, _whole(value) if name == "years" else str(value))
    return Parameters(**found)


def _whole(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
