"""The deterministic safety gate: rules over a message's words and what its sentences deny."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from re import Pattern

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.model import RiskPatterns, Risks
from assistant.safety.dutch_parser import parse
from assistant.safety.dutch_words import known_dutch_words
from assistant.safety.findings import Finding
from assistant.safety.medicines import MEDICATION, NO_CLASS, PASSING, MedicineMatcher
from assistant.safety.misspellings import Misspellings
from assistant.safety.normalise import normalise
from assistant.safety.patterns import compile_patterns, mask
from assistant.safety.scope import Parse, Reading, Scope


@dataclass(frozen=True)
class _Rule:
    kind: str
    meant: Pattern[str]
    passing: Pattern[str]
    not_meant: Pattern[str]
    harmless: Pattern[str]

    def excludes(self, words: str, reading: Reading) -> bool:
        """Tell whether words that matter are only there to deny them, or mean no harm."""
        named = any(p.search(words) for p in (self.harmless, self.meant, self.passing))
        return named and not (self.means(words, reading) or self.passes_by(words, reading))

    def means(self, words: str, reading: Reading | None = None) -> bool:
        """Tell whether something is meant once what isn't is gone.

        Without a ``reading`` nothing is ruled out by what a sentence denies.
        """
        return self._finds(self.meant, words, reading)

    def passes_by(self, words: str, reading: Reading) -> bool:
        """Tell the same of the words that mostly mean nobody who takes anything."""
        return self._finds(self.passing, words, reading)

    def _finds(self, meant: Pattern[str], words: str, reading: Reading | None) -> bool:
        if not meant.search(words):
            return False
        words = mask(self.not_meant, words, reading.in_doubt if reading else None)
        while found := meant.search(words):
            start = words.count(" ", 0, found.start())
            count = found[0].count(" ")
            if not (reading and reading.rules_out(self.kind, start, start + count)):
                return True
            words = words[: found.start()] + "| " * count + words[found.end() :]
        return False


class SafetyGate:
    """Finds risks and emergencies; a miss is worse than a false alarm."""

    def __init__(self, knowledge: Knowledge, parse: Parse = parse) -> None:
        """Compile the lexicons of ``medicines.yml`` and ``risks.yml``."""
        risks = knowledge.risks
        self._medicines = MedicineMatcher(knowledge.medicines, known_dutch_words(), risks.groups)
        self._kinds = _compile(risks.kinds, risks.groups)
        self._emergencies = _compile(risks.emergencies, risks.groups)
        self._misspellings = _misspellings(risks)
        # The same message is looked at twice: for what it reveals and for what it excludes.
        self._read = lru_cache(maxsize=1)(Scope(risks.scope, risks.groups, parse).read)

    def findings(self, text: str) -> list[Finding]:
        """Return what a message reveals, emergencies first."""
        words = normalise(text) + " "
        repaired = self._misspellings.repaired(words)
        spellings = (words,) if repaired == words else (words, repaired)
        reading = self._read(text)
        found = [
            Finding(sort, emergency=True)
            for sort, rule in self._emergencies.items()
            if any(map(rule.means, spellings))
        ]
        found += map(_medicine, self._medicines.find(words, reading))
        for kind, rule in self._kinds.items():
            if any(rule.means(each, reading) for each in spellings):
                found.append(Finding(kind))
            elif any(rule.passes_by(each, reading) for each in spellings):
                found.append(Finding(kind, passing=True))
        return found

    def excluded(self, text: str) -> list[str]:
        """Return the risk kinds that a message names only to exclude them.

        "Ik ben niet zwanger" makes a classifier think of pregnancy all the same.
        """
        words = normalise(text) + " "
        reading = self._read(text)
        kinds = [kind for kind, rule in self._kinds.items() if rule.excludes(words, reading)]
        return [*kinds, MEDICATION] if self._medicines.is_excluded(words, reading) else kinds

    def mentioned(self, text: str) -> set[str]:
        """Return the risk kinds that a message reveals or names only to exclude them."""
        revealed = (found for found in self.findings(text) if not found.passing)
        return {*self.excluded(text), *(found.risk for found in revealed if not found.emergency)}

    def class_name(self, class_id: str) -> str:
        """Return a medicine class's readable name, empty for an unknown class."""
        return self._medicines.class_name(class_id)


def _medicine(class_id: str) -> Finding:
    if class_id == PASSING:
        return Finding(MEDICATION, medicine_class=NO_CLASS, passing=True)
    return Finding(MEDICATION, medicine_class=class_id)


def _misspellings(risks: Risks) -> Misspellings:
    entries = (*risks.kinds.values(), *risks.emergencies.values())
    listed = [word for words in risks.groups.values() for word in words]
    meant = [pattern for entry in entries for pattern in (*entry.patterns, *entry.passing)]
    others = [p for entry in entries for p in (*entry.not_meant, *entry.harmless)]
    return Misspellings([*meant, *listed], [*known_dutch_words(), *" ".join(others).split()])


def _compile(entries: dict[str, RiskPatterns], groups: dict[str, list[str]]) -> dict[str, _Rule]:
    return {
        name: _Rule(
            name,
            compile_patterns(entry.patterns, groups),
            compile_patterns(entry.passing, groups),
            compile_patterns(entry.not_meant, groups),
            compile_patterns(entry.harmless, groups),
        )
        for name, entry in entries.items()
    }
