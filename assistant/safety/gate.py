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
from assistant.safety.medicines import MEDICATION, MedicineMatcher
from assistant.safety.misspellings import Misspellings
from assistant.safety.normalise import normalise
from assistant.safety.patterns import compile_patterns, mask
from assistant.safety.scope import Parse, Reading, Scope


@dataclass(frozen=True)
class _Rule:
    kind: str
    meant: Pattern[str]
    not_meant: Pattern[str]
    harmless: Pattern[str]

    def excludes(self, words: str, reading: Reading) -> bool:
        """Tell whether words that matter are only there to deny them, or mean no harm."""
        named = self.harmless.search(words) or self.meant.search(words)
        return bool(named) and not self.matches(words, reading)

    def matches(self, words: str, reading: Reading | None = None) -> bool:
        """Tell whether something is meant once what isn't is gone.

        Without a ``reading`` nothing is ruled out by what a sentence denies.
        """
        if not self.meant.search(words):
            return False
        words = mask(self.not_meant, words, reading.in_doubt if reading else None)
        while found := self.meant.search(words):
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
        misspelt = repaired != words
        reading = self._read(text)
        found = [
            Finding(sort, emergency=True)
            for sort, rule in self._emergencies.items()
            if rule.matches(words) or (misspelt and rule.matches(repaired))
        ]
        found += [
            Finding(MEDICATION, medicine_class=class_id)
            for class_id in self._medicines.find(words, reading)
        ]
        found += [
            Finding(kind)
            for kind, rule in self._kinds.items()
            if rule.matches(words, reading) or (misspelt and rule.matches(repaired, reading))
        ]
        return found

    def excluded(self, text: str) -> list[str]:
        """Return the risk kinds that a message names only to exclude them.

        "Ik ben niet zwanger" makes a classifier think of pregnancy all the same.
        """
        words = normalise(text) + " "
        reading = self._read(text)
        kinds = [kind for kind, rule in self._kinds.items() if rule.excludes(words, reading)]
        return [*kinds, MEDICATION] if self._medicines.is_excluded(words, reading) else kinds

    def class_name(self, class_id: str) -> str:
        """Return a medicine class's readable name, empty for an unknown class."""
        return self._medicines.class_name(class_id)


def _misspellings(risks: Risks) -> Misspellings:
    entries = (*risks.kinds.values(), *risks.emergencies.values())
    listed = [word for words in risks.groups.values() for word in words]
    meant = [pattern for entry in entries for pattern in entry.patterns]
    others = [p for entry in entries for p in (*entry.not_meant, *entry.harmless)]
    return Misspellings([*meant, *listed], [*known_dutch_words(), *" ".join(others).split()])


def _compile(entries: dict[str, RiskPatterns], groups: dict[str, list[str]]) -> dict[str, _Rule]:
    return {
        name: _Rule(
            name,
            compile_patterns(entry.patterns, groups),
            compile_patterns(entry.not_meant, groups),
            compile_patterns(entry.harmless, groups),
        )
        for name, entry in entries.items()
    }
