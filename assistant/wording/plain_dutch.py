"""Plain Dutch: addressed as "u", short sentences, no difficult words."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.problems import Finding
from assistant.wording.rendered import Rendered
from assistant.wording.sentences import (
    Phrases,
    paragraphs,
    sentences,
    without_placeholders,
    word_count,
)
from assistant.wording.written import Written


class PlainDutchRules:
    """The rules of ``wording.yml`` for every text, compiled."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the patterns. Raises PatternError."""
        rules = knowledge.wording
        self._rules = rules
        self._informal = Phrases(rules.informal)
        self._difficult = [(Phrases([word]), plain) for word, plain in rules.difficult.items()]
        self._any_difficult = Phrases(rules.difficult)
        # Authorised claims may not be reworded, however difficult.
        self._fixed = [
            text for article in knowledge.articles.values() for text in article.claims.values()
        ]

    def of_written(self, written: Written) -> Iterator[Finding]:
        """Check the words of a text, and the length of its sentences."""
        text = without_placeholders(written.text)
        for words in self._informal.found(text):
            yield (
                written.file, written.path, f"'{words}' isn't the u-form",
                "address the customer as 'u'",
            )  # fmt: skip
        if not any(self._any_difficult.found(text, self._fixed)):
            return
        for phrases, plain in self._difficult:
            for words in phrases.found(text, self._fixed):
                yield written.file, written.path, f"'{words}' is a difficult word", f"write {plain}"

    def of_reply(self, rendered: Rendered) -> Iterator[Finding]:
        """Check how long a reply and its sentences are."""
        rules, file, path = self._rules, rendered.file, rendered.path
        for paragraph in paragraphs(rendered.reply.text):
            lengths = [word_count(sentence) for sentence in sentences(paragraph)]
            if sum(lengths) > rules.max_answer_words:
                yield (
                    file, path, f"too long: {sum(lengths)} words",
                    f"write at most {rules.max_answer_words} words",
                )  # fmt: skip
            if lengths and max(lengths) > rules.max_sentence_words:
                yield (
                    file, path, f"a sentence has {max(lengths)} words",
                    f"write sentences of at most {rules.max_sentence_words} words",
                )  # fmt: skip
            average = sum(lengths) / max(len(lengths), 1)
            if len(lengths) > 1 and average > rules.max_average_words:
                yield (
                    file, path, f"sentences have {average:.1f} words on average",
                    f"split or shorten some: at most {rules.max_average_words} on average",
                )  # fmt: skip
