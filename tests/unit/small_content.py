"""A small content directory that is right in everything, for tests to use or to break."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ariane.knowledge.schema import TOPICS, TRAITS

Entry = dict[str, Any]
SLUGS = ("baker", "cook", "gardener", "painter")
NAMES = {
    "baker": ("boulanger", "boulangère"),
    "cook": ("cuisinier", "cuisinière"),
    "gardener": ("jardinier", "jardinière"),
    "painter": ("peintre", "peintre"),
}
SOURCES: list[Entry] = [
    {"id": "redaction", "title": "Rédaction", "publisher": "Ariane", "date": "2026", "kind": "editorial"},
    {
        "id": "etude-2025",
        "title": "Les métiers en 2025",
        "publisher": "Observatoire",
        "date": "2025-03",
        "url": "https://example.org/etude",
        "kind": "study",
    },
]
TERMS: list[Entry] = [
    {
        "id": "levain",
        "term": "levain",
        "article": "le",
        "gender": "m",
        "aliases": ["levain naturel"],
        "definition": "Une pâte qui fermente et fait lever le pain.",
        "related": ["petrin"],
        "source": "redaction",
    },
    {
        "id": "petrin",
        "term": "pétrin",
        "article": "le",
        "gender": "m",
        "definition": "La machine qui mélange la pâte.",
        "source": "redaction",
    },
]
EVENTS: list[Entry] = [
    {
        "id": "baguette",
        "field": "ai",
        "year": 1920,
        "date_label": "en 1920",
        "title": "La baguette",
        "text": "La baguette devient courante à Paris en 1920.",
        "people": ["Inconnu"],
        "about": ["invention"],
        "source": "etude-2025",
    }
]
ORDINALS = ("premier", "deuxième", "troisième", "quatrième")
ASPECTS = {
    "conditions": ("remote", "contract", "team", "hours"),
    "outlook": ("sectors", "employers", "hiring", "market"),
}


def make_job(slug: str) -> Entry:
    """Return the content of a job file with nothing wrong in it."""
    masculine, feminine = NAMES[slug]
    return {
        "slug": slug,
        "name": {"masculine": masculine, "feminine": feminine},
        "aliases": {"masculine": [f"maître {masculine}"], "english": [f"{slug} person"], "short": [slug[:3].upper()]},
        "rome": ["D1102"],
        "fields": ["ai"],
        "profile": {"entry_level": "bac", **{trait: "some" for trait in TRAITS}},
        "topics": {topic: [_fact(topic, n) for n in range(4)] for topic in TOPICS},
        "skills": [
            {"category": category, "name": f"{category} {'abcd'[n]}", "level": "working", "source": "redaction"}
            for category in ("tool", "method", "soft")
            for n in range(4)
        ],
        "training": [
            {
                "id": kind.replace("_", "-"),
                "kind": kind,
                "name": f"voie {kind}",
                "duration_note": "durée variable",
                "entry_note": "ouverte à tous",
                "source": "redaction",
            }
            for kind in ("master", "bts", "retraining", "no_degree", "certification")
        ],
        "salary": [
            {
                "id": level,
                "low": 20000 + n * 5000,
                "high": 25000 + n * 5000,
                "basis": "gross",
                "period": "year",
                "experience": level,
                "year": 2025,
                "source": "etude-2025",
            }
            for n, level in enumerate(("junior", "mid", "senior"))
        ],
        "career": [
            {
                "id": "start",
                "title": "apprenti",
                "text": "On commence par apprendre.",
                "years_unknown": True,
                "source": "redaction",
            }
        ],
        "differences": [
            {"job": other, "text": "Le pain n’est pas le même.", "about": ["pain"], "source": "redaction"}
            for other in SLUGS
            if other != slug
        ],
    }


def _fact(topic: str, number: int) -> Entry:
    fact: Entry = {
        "id": f"fact-{number}",
        "text": f"Un fait sur le sujet {topic}, le {ORDINALS[number]}.",
        "source": "redaction",
        "about": ["fait"],
    }
    if topic in ASPECTS:
        fact["aspect"] = ASPECTS[topic][number]
    return fact


def dump(path: Path, data: Any) -> None:
    """Write `data` as YAML at `path`."""
    stream = io.StringIO()
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 1000
    yaml.dump(data, stream)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(stream.getvalue(), encoding="utf-8")


class ContentDirectory:
    """A content directory that a test can break: `edit` changes one file and writes it again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data: dict[str, Any] = {
            "sources.yml": copy.deepcopy(SOURCES),
            "glossary.yml": copy.deepcopy(TERMS),
            "history.yml": copy.deepcopy(EVENTS),
            **{f"jobs/{slug}.yml": make_job(slug) for slug in SLUGS},
        }
        for name in self.data:
            dump(self.path / name, self.data[name])

    def edit(self, name: str, change: Callable[[Any], object]) -> None:
        """Apply `change` to the data of the file `name`, and write it."""
        change(self.data[name])
        dump(self.path / name, self.data[name])

    def edit_job(self, change: Callable[[Any], object], slug: str = "baker") -> None:
        """Apply `change` to a job, and write it."""
        self.edit(f"jobs/{slug}.yml", change)
