"""Recognise figures in a sentence: what must carry a source and a year."""

from __future__ import annotations

import re

# Digits that are part of a name or of a French diploma, not a measure.
_NAMES = re.compile(
    r"""
      (?i:\bbac\s?\+\s?\d(?:\s?(?:/|ou|et|à)\s?\+?\s?\d\b)?)                # bac+5, bac+3/5
    | (?i:\b(?:master|licence)\s[123]\b)
    | \b[A-Za-zÀ-ÿ+\#]+[-.]?\d+(?:\.\d+)*[A-Za-z]*\b(?!\s?[%€])             # F1, GPT-4, K8s, HTML5, AZ-900
    | \b[A-Z][A-Z/]+[\s-](?!(?:19|20)\d\d\b)\d[\d-]*\b(?![\s\d]*[%€])       # ISO 27001, CCNA 200-301
    | \b(?:Web|Python|Java|Industrie|PHP|Angular|Windows)\s\d+(?:\.\d+)?\b
    | \b\d[DG]\b                                                           # 3D, 5G
    """,
    re.VERBOSE,
)
_AMOUNT = re.compile(
    r"""
      [€%] | \beuros?\b | \bpour\s?cent\b
    | \d[\d\s,.]*(?:millions?|milliards?)\b
    | \b\d{1,3}(?:\s\d{3})+ | \b\d{5,}\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def has_figure(text: str) -> bool:
    """Tell whether `text` holds a digit that is neither bac+N nor part of a name (F1, Web 2.0, ISO 27001)."""
    return bool(re.search(r"\d", _NAMES.sub("", text)))


def has_amount(text: str) -> bool:
    """Tell whether `text` states an amount: euros, a percentage, thousands or more."""
    return bool(_AMOUNT.search(_NAMES.sub("", text)))


def says_year(text: str) -> bool:
    """Tell whether `text` names a year, such as 2024."""
    return bool(_YEAR.search(text))
