"""The deterministic safety gate: rules over a message's words and their lemmas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from re import Pattern

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.model import RiskPatterns
from assistant.safety.dutch_words import known_dutch_words
from assistant.safety.findings import Finding
from assistant.safety.medicines import MedicineMatcher
from assistant.safety.normalise import normalise
from assistant.safety.patterns import compile_patterns


@dataclass(frozen=True)
class _Rule:
    meant: Pattern[str]
    not_meant: Pattern[str]

    def excludes(self, words: str) -> bool:
        """Tell whether words that matter occur in phrases that mean no harm, only there."""
        return bool(self.meant.search(words)) and not self.matches(words, "")

    def matches(self, words: str, base_forms: str) -> bool:
        """Tell whether something is meant once the phrases that aren't are gone.

        Base forms lose tense and so the difference between "is" and "was": they only
        help where the words themselves show nothing.
        """
        text = words if self.meant.search(words) else base_forms
        return bool(self.meant.search(text)) and bool(
            self.meant.search(self.not_meant.sub("| ", text))
        )


class SafetyGate:
    """Finds risks and emergencies; a miss is worse than a false alarm."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the lexicons of ``medicines.yml`` and ``risks.yml``."""
        self._medicines = MedicineMatcher(knowledge.medicines, known_dutch_words())
        self._kinds = _compile(knowledge.risks.kinds, knowledge.risks.groups)
        self._emergencies = _compile(knowledge.risks.emergencies, knowledge.risks.groups)

    def findings(self, text: str, lemmas: Iterable[str] = ()) -> list[Finding]:
        """Return what a message reveals, emergencies first.

        ``lemmas`` are spaCy's, matched beside the words because chat lemmas may be wrong.
        """
        words = normalise(text) + " "
        lemma_words = [normalise(lemma) for lemma in lemmas]
        base_forms = " ".join(lemma_words) + " "
        found = [
            Finding(sort, emergency=True)
            for sort, rule in self._emergencies.items()
            if rule.matches(words, base_forms)
        ]
        found += [
            Finding("medicatie", medicine_class=class_id)
            for class_id in self._medicines.find(words, lemma_words)
        ]
        found += [
            Finding(kind) for kind, rule in self._kinds.items() if rule.matches(words, base_forms)
        ]
        return found

    def excluded(self, text: str) -> list[str]:
        """Return the risk kinds that a message names only to exclude them.

        "Ik ben niet zwanger" makes a classifier think of pregnancy all the same.
        """
        words = normalise(text) + " "
        kinds = [kind for kind, rule in self._kinds.items() if rule.excludes(words)]
        return [*kinds, "medicatie"] if self._medicines.is_excluded(words) else kinds

    def class_name(self, class_id: str) -> str:
        """Return a medicine class's readable name, empty for an unknown class."""
        return self._medicines.class_name(class_id)


def _compile(
    entries: dict[str, RiskPatterns], groups: dict[str, list[str]]
) -> dict[str, _Rule]:
    return {
        name: _Rule(
            compile_patterns(entry.patterns, groups), compile_patterns(entry.not_meant, groups)
        )
        for name, entry in entries.items()
    }
