"""Claims about health: none that the law forbids, and only authorised ones where chosen."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.problems import FieldPath, Finding
from assistant.wording.rendered import Rendered
from assistant.wording.sentences import Phrases, without_placeholders
from assistant.wording.written import Written

_FIX_CLAIM = (
    "write 'kan bijdragen aan' or 'onderzoek wijst erop', or allow the phrase with its reason "
    "in claims.yml"
)
_FIX_EFFECT = (
    "use a {claim.…} text, leave the effect out, or allow the phrase with its reason in claims.yml"
)


class ClaimRules:
    """The rules of ``claims.yml``, compiled."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the patterns. Raises PatternError."""
        rules = knowledge.claim_rules
        self._claim_words = Phrases(rules.claim_words)
        self._effect_words = Phrases(rules.effect_words)
        self._authorised_form = Phrases(rules.authorised_forms)
        self._allowed = rules.allowed
        self._articles = set(knowledge.articles)
        self._authorised = [
            text for article in knowledge.articles.values() for text in article.claims.values()
        ]

    def of_written(self, written: Written) -> Iterator[Finding]:
        """Check one text of a file, in its own place."""
        text = without_placeholders(written.text)
        here = [item.phrase for item in self._allowed if _is_at(item.where, written)]
        for words in self._claim_words.found(text, here):
            yield _claim(written.file, written.path, words)
        if written.path[:1] == ("claims",) and written.file in self._articles:
            if not any(self._authorised_form.found(text)):
                yield (
                    written.file, written.path, "this isn't the form of an authorised claim",
                    "copy the text of the EU register, '… draagt bij tot …'",
                )  # fmt: skip
        elif written.file not in self._articles:
            # These are said in both modes, also where no reply is rendered from them.
            for words in self._effect_words.found(text, [*here, *self._authorised]):
                yield _effect(written.file, written.path, words)

    def of_reply(self, rendered: Rendered) -> Iterator[Finding]:
        """Check a whole reply in its claims mode."""
        allowed = [item.phrase for item in self._allowed if rendered.claims in item.claims]
        said = "\n".join([rendered.reply.text, *(b.title for b in rendered.reply.buttons)])
        for words in self._claim_words.found(said, allowed):
            yield _claim(rendered.file, rendered.path, words)
        if rendered.claims == "authorised":
            for words in self._effect_words.found(said, [*self._authorised, *allowed]):
                yield _effect(rendered.file, rendered.path, words)


def _is_at(places: list[str], written: Written) -> bool:
    field = ".".join(str(key) for key in written.path)
    return any(fnmatchcase(f"{written.file} {field}", place) for place in places)


def _claim(file: str, path: FieldPath, words: str) -> Finding:
    return file, path, f"'{words}' is a claim that a shop may not make", _FIX_CLAIM


def _effect(file: str, path: FieldPath, words: str) -> Finding:
    message = f"'{words}' is no authorised wording, and this is said with `claims: authorised`"
    return file, path, message, _FIX_EFFECT
