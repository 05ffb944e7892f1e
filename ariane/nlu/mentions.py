"""Finds names (jobs, terms) in a whole sentence. Plain Python: no Rasa, no database.

A name matches whatever its case, accents, plural, hyphens and linking words; then with one or two typing errors in long
words, or written as it sounds (« jandarme »); then with words left out or in another order. What fits several jobs
equally well is given as ambiguous, never picked at random.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ariane.nlu.respelling import heard, unstuck
from ariane.nlu.words import LINKING_WORDS, Word, join_key, split_words

LONGEST_NAME = 9  # words, linking words included
# Words after which stands a job, if anything does: « devenir chef », « d’un ingénieur », « comme modèle ».
_INTRODUCES = frozenset("un une devenir etre comme metier profession et ou".split())
# A lone first word (« un conseiller ») is a job only where the message talks of jobs.
_JOB_TALK = frozenset(
    "metier job boulot travail profession poste salaire gagne gagnent paye payer touche remuneration etude "
    "etudier formation former diplome devenir ecole competence mission role fiche avenir debouche carriere "
    "recrute embauche fait quoi koi travaille travaillent horaire".split()
)
_VAGUE_TALK = frozenset(("quoi", "koi"))
_SURELY_INTRODUCES = frozenset("devenir etre comme metier profession".split())
# Nouns that a job follows without more ado in hurried messages: « salaire serveur », « formation vendeuse ».
_ASKED_OF = frozenset("salaire remuneration paye formation etude diplome metier profession fiche".split())
_WHO_DOES = re.compile(r"(?:eur|euse|rice|ien|ienne|iste)$|^(?:secretaire|banquier|juge|mannequin)$")
_SHORTEST_JOINED = 3  # letters of a word that may be a piece of another
_JOINTS = frozenset(("et", "ou"))
_NO_END = LINKING_WORDS | _JOINTS  # words that end no name
SHORTEST_CORRECTED = 5  # letters: below that, one typing error makes too many other words
SHORTEST_IN_COMPANY = 3  # … beside other words of the same name
SHORTEST_HEARD = 4  # sounds that tell a word by themselves
_LONG_HEARD = 6  # sounds of a word one of which may be wrong
MOST_CORRECTIONS = 3  # readings kept of one mistyped word
MOST_MISTYPED = 3  # words of one name
MOST_CANDIDATES = 6  # targets named when a mention is ambiguous


@dataclass(frozen=True)
class Name:
    """A way to name a target: the text as written, what it names, and how much it counts when names collide."""

    text: str
    target: str
    rank: int = 0  # 0 wins over 1: content over imported records
    label: str = ""  # what to call the target when this name is an everyday word for it
    person: bool = False  # a French name, whose first word alone names a person: « ingénieur », « chef »


@dataclass(frozen=True)
class Mention:
    """A place in a sentence [start, end) that names one target, or several when it is ambiguous, likeliest first."""

    start: int
    end: int
    targets: tuple[str, ...]
    label: str  # the name as the knowledge base writes it
    exact: bool
    complete: bool = True  # False where the mention has only some words of the name

    @property
    def ambiguous(self) -> bool:
        """Whether one must ask which target is meant."""
        return not self.complete or len(self.targets) > 1


class MentionIndex:
    """All the names, arranged to be found in a sentence in about a millisecond.

    `ordinary` holds words of ordinary sentences, never taken for a mistyped name; `homonyms` names that mostly mean
    something else (« carrière », « modèle »), taken for a job only where nothing else can be meant; `likely` the names
    to put first where many share a word, likeliest first; `asked` the words of questions about a job (by default the
    ordinary ones), which alone ask a question (« la carrière ? »).
    """

    def __init__(
        self,
        names: Iterable[Name],
        ordinary: Iterable[str] = (),
        homonyms: Iterable[str] = (),
        likely: Iterable[str] = (),
        asked: Iterable[str] | None = None,
    ) -> None:
        self._by_key: dict[str, list[Name]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._names: list[tuple[Name, frozenset[str]]] = []
        self._heads: dict[str, list[Name]] = defaultdict(list)
        self._sounds: dict[str, str] = {}
        self._likely = {_key_of(text): place for place, text in enumerate(likely)}
        self._homonyms = frozenset(map(_key_of, homonyms))
        for name in names:
            self._add(name)
        for heads in self._heads.values():
            heads.sort(key=self._unlikeliness)
        self._ordinary = _words_of(ordinary)
        self._asked = self._ordinary if asked is None else _words_of(asked)
        self._vocabulary = self._bucket(set(self._by_word) | {key for key in self._by_key if len(key) <= 24})
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for word, sounds in self._sounds.items():
            self._by_sound[sounds].append(word)
        self._long_sounds: dict[int, list[str]] = defaultdict(list)
        for sounds in self._by_sound:
            if len(sounds) >= _LONG_HEARD:
                self._long_sounds[len(sounds)].append(sounds)

    def _add(self, name: Name) -> None:
        found = split_words(name.text)
        words = [word.text for word in found]
        if not words:
            return
        for piece in found:
            if piece.text not in self._sounds and piece.text not in LINKING_WORDS:
                self._sounds[piece.text] = heard(name.text[piece.start : piece.end])
        self._by_key[join_key(words)].append(name)
        content = frozenset(words) - LINKING_WORDS or frozenset(words)
        for word in content:
            self._by_word[word].append(len(self._names))
        self._names.append((name, content))
        if len(content) > 1 and name.person and len(words[0]) > 2 and words[0] not in self._homonyms:
            self._heads[words[0]].append(name)

    @staticmethod
    def _bucket(words: Iterable[str]) -> dict[tuple[str, int], list[str]]:
        """Group words by first letter and length: a typing error seldom falls on the first letter."""
        buckets: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in words:
            buckets[word[0], len(word)].append(word)
        return buckets

    def find(self, sentence: str) -> list[Mention]:
        """Give the mentions of `sentence` in order, none overlapping another."""
        words = split_words(sentence)
        taken: list[Mention] = []
        exact, corrected = list(self._exact(words)), list(self._corrected(words, sentence))
        # « ekspert comptable » is more than the « comptable » that stands in it.
        wider = [c for c in corrected if any(c.start <= e.start and e.end <= c.end for e in exact)]
        for candidates in (exact + wider, corrected, self._partial(words)):
            for mention in sorted(candidates, key=lambda m: (m.start - m.end, m.start)):
                if all(mention.end <= other.start or mention.start >= other.end for other in taken):
                    taken.append(mention)
        return sorted(taken, key=lambda mention: mention.start)

    def _windows(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        for first in range(len(words)):
            if words[first].text in LINKING_WORDS:
                continue
            for last in range(first, min(first + LONGEST_NAME, len(words))):
                # « un ingénieur devops s'amuse »: no name ends with the pronoun of the verb that follows.
                elided = words[last].text == "s" and last + 1 < len(words)
                if words[last].text not in _NO_END and not elided:
                    yield first, last + 1

    def _exact(self, words: Sequence[Word]) -> Iterator[Mention]:
        pieces = ["" if word.text in LINKING_WORDS else word.text for word in words]  # of a window's join_key
        for first, last in self._windows(words):
            key = "".join(pieces[first:last])
            if key in self._by_key:
                names = _with_their_joints(self._by_key[key], words[first:last])
                if names and self._may_be_a_job(words, first, last, key):
                    yield self._mention(words[first:last], names, exact=True)

    def _may_be_a_job(self, words: Sequence[Word], first: int, last: int, key: str) -> bool:
        """Refuse a homonym that nothing announces, and words that only look like a name once joined."""
        if self._merely_joined(words[first:last], key):
            return False
        if key not in self._homonyms or _introduced(words, first, _SURELY_INTRODUCES):
            return True
        if self._alone(words, first, last) or _asked_of(words, first, last):
            return True
        talks = any(word.text in _JOB_TALK and word.text not in _VAGUE_TALK for word in words)
        return talks and words[first - 1].text in {"un", "une"} if first else False

    def _merely_joined(self, words: Sequence[Word], key: str) -> bool:
        """Say whether words, one of them very short, only look like one word once joined: « pr etre », « pro c »."""
        return len(words) > 1 and any(len(word.text) < _SHORTEST_JOINED for word in words) and key in self._by_word

    def _alone(self, words: Sequence[Word], first: int, last: int) -> bool:
        """Say whether words[first:last] is the whole message, save for small words before it (« et un ingénieur ? »).

        A word that questions on a job use (« la carrière ? ») asks about a topic, and names no job by standing alone.
        """
        if all(word.text in self._asked for word in words[first:last]):
            return False
        return self._whole(words, first, last)

    @staticmethod
    def _whole(words: Sequence[Word], first: int, last: int) -> bool:
        return last == len(words) and all(w.text in LINKING_WORDS or w.text in _INTRODUCES for w in words[:first])

    def _corrected(self, words: Sequence[Word], sentence: str) -> Iterator[Mention]:
        raw = [sentence[word.start : word.end] for word in words]
        alone = [self._readings(word.text, written) for word, written in zip(words, raw, strict=True)]
        if all(reading == [word.text] for reading, word in zip(alone, words, strict=True)) and not any(
            self._is_strange(word.text) for word in words
        ):
            return
        beside = [self._readings(word.text, written, beside=True) for word, written in zip(words, raw, strict=True)]
        for first, last in self._windows(words):
            window = (alone if last - first == 1 else beside)[first:last]
            mistyped = sum(reading != [word.text] for reading, word in zip(window, words[first:last], strict=True))
            if not 0 < mistyped <= MOST_MISTYPED or not all(map(self._may_name, window)):
                continue
            for reading in product(*window):
                key = join_key(reading)
                names = self._by_key.get(key)
                if self._merely_joined(words[first:last], key):
                    continue
                # One mistyped word may be any word: it is a job only where the message announces one, or holds no more.
                if names and (last - first > 1 or self._announced(words, first, last)):
                    yield self._mention(words[first:last], names, exact=False)
                    break

    def _announced(self, words: Sequence[Word], first: int, last: int) -> bool:
        """Say whether a job is to be expected at words[first:last]."""
        talks = any(word.text in _JOB_TALK for word in words)
        return talks or self._alone(words, first, last) or _introduced(words, first, _INTRODUCES)

    def _may_name(self, reading: Sequence[str]) -> bool:
        """Say whether a reading of a word is of a name."""
        return any(word in self._by_word or word in self._by_key or word in LINKING_WORDS for word in reading)

    def _is_strange(self, word: str) -> bool:
        """Say whether a word is neither of a name, nor ordinary, nor a linking one."""
        return not (word in self._by_word or word in self._ordinary or word in LINKING_WORDS)

    def _readings(self, word: str, written: str, *, beside: bool = False) -> list[str]:
        """Give the words of names that `word` may stand for: itself where it is one or too short, else its nearest.

        `written` is the word with its accents; `beside`, whether it stands among other words of a name, which makes
        even a short word a sure one.
        """
        if not self._is_strange(word) or len(word) < (SHORTEST_IN_COMPANY if beside else SHORTEST_CORRECTED):
            return [word]
        sounds = heard(written)
        near = self._typed(word) | self._sounding(written, sounds, beside=beside)
        near |= {rest for rest in (unstuck(word),) if rest in self._by_word}
        ranked = sorted((OSA.distance(word, w) + OSA.distance(sounds, self._sounds.get(w, w)), w) for w in near)
        return [known for _, known in ranked[:MOST_CORRECTIONS]] or [word]

    def _typed(self, word: str) -> set[str]:
        """Give the words of names that one typing error or two, according to the length, make `word` of."""
        allowed = 1 if len(word) < 8 else 2
        return {
            known
            for length in range(len(word) - allowed, len(word) + allowed + 1)
            for known in _near(word, self._vocabulary.get((word[0], length), ()), allowed)
        }

    def _sounding(self, written: str, sounds: str, *, beside: bool) -> set[str]:
        """Give the words of names that sound as `sounds`, or nearly so where it is long."""
        # « vous couvrez » is a verb, and no « couvreuse ».
        if not beside and (len(sounds) < SHORTEST_HEARD or written.endswith("ez")):
            return set()
        found = set(self._by_sound.get(sounds, ()))
        if found or len(sounds) < _LONG_HEARD:
            return found
        for length in range(len(sounds) - 1, len(sounds) + 2):
            for known in _near(sounds, self._long_sounds.get(length, ()), 1):
                found.update(self._by_sound[known])
        return found

    def _partial(self, words: Sequence[Word]) -> Iterator[Mention]:
        """Find names whose words stand together in another order, or that begin with the words that stand there.

        A first word alone (« un ingénieur ») is always ambiguous, and needs a word before it that announces a job.
        """
        talks = any(word.text in _JOB_TALK for word in words)
        known = [word.text in self._by_word or word.text in LINKING_WORDS for word in words]
        for first, last in self._windows(words):
            if not all(known[first:last]):
                continue
            window = frozenset(word.text for word in words[first:last]) - LINKING_WORDS
            heads = self._heads.get(words[first].text, ())
            begin = {id(name) for name in heads}  # some words begin a thousand names: told apart without comparing them
            if len(window) == 1:
                announced = _asked_of(words, first, last) or (talks and _introduced(words, first, _INTRODUCES))
                if heads and (announced or self._whole(words, first, last)):
                    yield self._mention(words[first:last], heads, exact=False, complete=False)
            else:
                near = self._containing(window)
                complete = [name for name, content in near if content == window]
                begun = [name for name, _ in near if id(name) in begin]
                if complete or begun:
                    fitting = complete or sorted(begun, key=self._unlikeliness)
                    yield self._mention(words[first:last], fitting, exact=False, complete=bool(complete))

    def _containing(self, window: frozenset[str]) -> list[tuple[Name, frozenset[str]]]:
        """Give the names that hold every word of `window`, those with the fewest other words first."""
        rarest = min(window, key=lambda word: len(self._by_word[word]))
        found = [self._names[place] for place in self._by_word[rarest] if window <= self._names[place][1]]
        return sorted(found, key=lambda entry: len(entry[1]))

    def _unlikeliness(self, name: Name) -> tuple[int, int, int]:
        """Order the names that share a word: the likeliest, then ours, then the shortest, the most general."""
        place = self._likely.get(_key_of(name.text), len(self._likely))
        return place, name.rank, len(name.text)

    @staticmethod
    def _mention(words: Sequence[Word], names: Sequence[Name], *, exact: bool, complete: bool = True) -> Mention:
        kept = list(names)
        if complete:
            best = min(name.rank for name in names)
            kept = [name for name in names if name.rank == best]
        targets = tuple(dict.fromkeys(name.target for name in kept))[:MOST_CANDIDATES]
        return Mention(words[0].start, words[-1].end, targets, kept[0].label or kept[0].text, exact, complete)


def _key_of(text: str) -> str:
    return join_key([word.text for word in split_words(text)])


def _words_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word.text for text in texts for word in split_words(text))


def _near(word: str, choices: Sequence[str], allowed: int) -> list[str]:
    """Give the words of `choices` that are at most `allowed` typing errors away."""
    return [
        known for known, _, _ in process.extract(word, choices, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    ]


def _introduced(words: Sequence[Word], first: int, introducers: frozenset[str]) -> bool:
    """Say whether the word before `first`, linking words left out, is one of `introducers`."""
    before = [word.text for word in words[:first] if word.text not in LINKING_WORDS]
    return bool(before) and before[-1] in introducers


def _asked_of(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether words[first:last] is who does something, right after what one asks of a job: « salaire serveur »."""
    return bool(_WHO_DOES.search(words[last - 1].text)) and _introduced(words, first, _ASKED_OF)


def _with_their_joints(names: Sequence[Name], words: Sequence[Word]) -> Sequence[Name]:
    """Leave out names that « et » or « ou » cuts in two: « boulanger et pâtissier » is no « boulanger-pâtissier »."""
    joints = {word.text for word in words} & _JOINTS
    return [n for n in names if joints <= {word.text for word in split_words(n.text)}] if joints else names
