"""Loads the knowledge folder and validates all of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from assistant.knowledge.messengers import Messengers
from assistant.knowledge.model import (
    ArticleKnowledge,
    Claims,
    ClaimsMode,
    FollowUps,
    Handover,
    Medicines,
    Risks,
    Safety,
    Shop,
    Talk,
    Topic,
    Web,
    Wording,
)
from assistant.knowledge.problems import (
    FieldPath,
    KnowledgeError,
    Problem,
    line_of,
    nearest,
    relative_name,
)

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "knowledge"
FOLDER_VARIABLE = "ASSISTANT_KNOWLEDGE"
CLAIMS_VARIABLE = "ASSISTANT_CLAIMS"
SHARED_FILES: dict[str, type[BaseModel]] = {
    "shop.yml": Shop,
    "safety.yml": Safety,
    "talk.yml": Talk,
    "medicines.yml": Medicines,
    "risks.yml": Risks,
    "wording.yml": Wording,
    "claims.yml": Claims,
    "follow_ups.yml": FollowUps,
    "web.yml": Web,
    "handover.yml": Handover,
    "messengers.yml": Messengers,
}
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Knowledge:
    """Everything the assistant knows; ``articles`` maps a file name to its content."""

    folder: Path
    articles: dict[str, ArticleKnowledge]
    shop: Shop
    safety: Safety
    talk: Talk
    medicines: Medicines
    risks: Risks
    wording: Wording
    claim_rules: Claims
    follow_ups: FollowUps
    web: Web
    handover: Handover
    messengers: Messengers
    claims: ClaimsMode

    @property
    def topics(self) -> dict[str, Topic]:
        """All answerable topics by id."""
        return {
            topic_id: topic
            for article in self.articles.values()
            for topic_id, topic in article.topics.items()
        }

    def article_of(self, topic_id: str) -> ArticleKnowledge:
        """Return the article that a topic or a referral's topic comes from."""
        for article in self.articles.values():
            if topic_id in article.topics:
                return article
        return next(iter(self.articles.values()))


def knowledge_folder() -> Path:
    """Return the folder to load: ``ASSISTANT_KNOWLEDGE`` or the project's own."""
    return Path(os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER)


def load(folder: Path | None = None) -> Knowledge:
    """Load and validate a knowledge folder.

    Raises KnowledgeError with every problem found.
    """
    from assistant.knowledge.checks import check

    folder = folder or knowledge_folder()
    files = {path.name: path for path in sorted(folder.glob("*.yml"))}
    missing = [name for name in SHARED_FILES if name not in files]
    if missing:
        raise KnowledgeError(
            Problem(f"{folder.name}/{name}", 1, "-", "file is missing", "restore this file")
            for name in missing
        )
    problems: list[Problem] = []
    parts: dict[str, BaseModel] = {}
    for name, path in files.items():
        model = SHARED_FILES.get(name, ArticleKnowledge)
        try:
            parts[name] = _parse(path, model)
        except KnowledgeError as error:
            problems += error.problems
    if problems:
        raise KnowledgeError(problems)
    shop = cast(Shop, parts["shop.yml"])
    knowledge = Knowledge(
        folder=folder,
        articles={name: part for name, part in parts.items() if isinstance(part, ArticleKnowledge)},
        shop=shop,
        safety=cast(Safety, parts["safety.yml"]),
        talk=cast(Talk, parts["talk.yml"]),
        medicines=cast(Medicines, parts["medicines.yml"]),
        risks=cast(Risks, parts["risks.yml"]),
        wording=cast(Wording, parts["wording.yml"]),
        claim_rules=cast(Claims, parts["claims.yml"]),
        follow_ups=cast(FollowUps, parts["follow_ups.yml"]),
        web=cast(Web, parts["web.yml"]),
        handover=cast(Handover, parts["handover.yml"]),
        messengers=cast(Messengers, parts["messengers.yml"]),
        claims=_claims_mode(shop),
    )
    problems = [locate(folder, *finding) for finding in check(knowledge)]
    if problems:
        raise KnowledgeError(problems)
    return knowledge


def claims_were_chosen(knowledge: Knowledge) -> bool:
    """Tell whether the shop chose a claims mode itself."""
    return bool(knowledge.shop.claims or os.environ.get(CLAIMS_VARIABLE))


def locate(folder: Path, name: str, path: FieldPath, message: str, fix: str) -> Problem:
    """Make a Problem of a finding by looking up the field's line."""
    document = YAML(typ="rt").load((folder / name).read_text(encoding="utf-8"))
    field = ".".join(str(key) for key in path)
    return Problem(relative_name(folder / name), line_of(document, path), field, message, fix)


def _claims_mode(shop: Shop) -> ClaimsMode:
    mode = os.environ.get(CLAIMS_VARIABLE) or shop.claims or "article"
    if mode not in ("article", "authorised"):
        raise KnowledgeError(
            [
                Problem(
                    CLAIMS_VARIABLE, 1, "-", f"unknown claims mode '{mode}'",
                    nearest(mode, ["article", "authorised"]),
                )
            ]
        )  # fmt: skip
    return cast(ClaimsMode, mode)


def _parse(path: Path, model: type[Model]) -> Model:
    name = relative_name(path)
    try:
        content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        fix = "check indentation, colons and quotes on this line"
        raise KnowledgeError([Problem(name, line, "-", str(error.problem), fix)]) from None
    except (YAMLError, UnicodeDecodeError) as error:
        fix = "save the file as plain UTF-8 text"
        raise KnowledgeError([Problem(name, 1, "-", type(error).__name__, fix)]) from None
    try:
        return model.parse_obj(content)
    except ValidationError as error:
        raise KnowledgeError(
            locate(path.parent, path.name, *_explain(dict(finding), model))
            for finding in error.errors()
        ) from None


def _explain(finding: dict[str, Any], model: type[BaseModel]) -> tuple[FieldPath, str, str]:
    path: FieldPath = tuple(key for key in finding["loc"] if key != "__root__")
    kind = finding["type"]
    if kind == "value_error.extra":
        return path, "unknown key", nearest(str(path[-1]), _known_keys(model, path[:-1]))
    if kind == "value_error.missing":
        return path, "is missing", f"add '{path[-1]}:' here" if path else "fill the file"
    if kind == "value_error.const":
        allowed = ", ".join(str(value) for value in finding["ctx"]["permitted"])
        return path, f"unknown value '{finding['ctx']['given']}'", f"use one of: {allowed}"
    return path, finding["msg"], "change the value to what is asked for"


def _known_keys(model: type[BaseModel], path: FieldPath) -> list[str]:
    current: Any = model
    for key in path:
        field = getattr(current, "__fields__", {}).get(key)
        current = field.type_ if field else current
    return [field.alias for field in getattr(current, "__fields__", {}).values()]
