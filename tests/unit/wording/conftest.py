from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.knowledge.loader import load
from assistant.knowledge.problems import KnowledgeError, Problem

Refused = Callable[[str, str, str, str, str], Problem]


@pytest.fixture
def refused(knowledge_copy: Path, edit: Callable[[str, str, str], int]) -> Refused:
    """Break one text; return the problem found in that field, at the field's own line."""

    def problem_of(name: str, old: str, new: str, field: str, message: str) -> Problem:
        edited = edit(name, old, new)
        with pytest.raises(KnowledgeError) as caught:
            load(knowledge_copy)
        problems = caught.value.problems
        found = [item for item in problems if item.field == field and message in item.message]
        assert len(found) == 1, [str(problem) for problem in problems]
        problem = found[0]
        assert problem.file == f"knowledge/{name}"
        assert problem.fix
        lines = (knowledge_copy / name).read_text(encoding="utf-8").splitlines()
        last_key = field.rpartition(".")[2]
        assert (
            lines[problem.line - 1]
            .lstrip(" -")
            .startswith((f"{last_key}:", ">-", new.strip(" -\n")))
        )
        assert problem.line <= edited + new.count("\n") <= problem.line + 12
        return problem

    return problem_of
