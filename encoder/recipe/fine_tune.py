"""Refines the encoder on the training messages, so that topics and risks come to lie apart."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from assistant.understanding.pairs import join
from recipe.augment import augment
from recipe.messages import Lesson
from recipe.network import Encoder

Tokenize = Callable[[str], list[int]]
# The label of a message of which a topic or risk isn't known.
UNKNOWN = -1


@dataclass(frozen=True)
class Settings:
    """The recipe that won in cross-validation over writers; learning rates are per step."""

    epochs: int = 5
    batch: int = 32
    learning_rate: float = 3e-4
    head_learning_rate: float = 2e-3
    layer_decay: float = 0.9
    frozen_layers: int = 4
    label_smoothing: float = 0.1
    contrastive_weight: float = 1.0
    contrastive_temperature: float = 0.1
    risk_weight: float = 1.0
    warm_up: float = 0.1
    dropout: float = 0.1
    weight_decay: float = 0.01
    max_tokens: int = 128
    mixed_share: float = 0.15
    seed: int = 20


class Head(nn.Module):
    """A linear classifier over centred unit vectors; only used while refining."""

    def __init__(self, centre: Tensor, weights: Tensor, bias: Tensor) -> None:
        """Start from a logistic regression of shape (topics, hidden)."""
        super().__init__()
        self.register_buffer("centre", centre)
        self.linear = nn.Linear(weights.shape[1], weights.shape[0])
        with torch.no_grad():
            self.linear.weight.copy_(weights)
            self.linear.bias.copy_(bias)

    def centred(self, vectors: Tensor) -> Tensor:
        """Return unit vectors around the centre of the training messages."""
        around = functional.normalize(vectors, dim=1) - self.centre
        return functional.normalize(around, dim=1)

    def forward(self, vectors: Tensor) -> Tensor:
        """Return a score per topic."""
        return self.linear(self.centred(vectors))  # type: ignore[no-any-return]


def refine(
    encoder: Encoder,
    tokenize: Tokenize,
    lessons: Sequence[Lesson],
    settings: Settings | None = None,
    mixable: Collection[str] = (),
    report: Callable[[str], None] = print,
) -> None:
    """Refine the encoder in place, on topics and on risks at once.

    Cross-entropy keeps topics and risks apart, the supervised contrastive loss draws messages of
    one topic together, so that a topic that is added later finds an orderly space.
    Some messages are joined with one of the ``mixable`` topics: customers ask two things at once.
    """
    settings = settings or Settings()
    torch.manual_seed(settings.seed)
    chance = random.Random(settings.seed)
    texts = [lesson.text for lesson in lessons]
    topics, topic_names = _numbered([lesson.topic for lesson in lessons])
    risks, risk_names = _numbered([lesson.risk for lesson in lessons])
    vectors = torch.from_numpy(embed(encoder, tokenize, texts))
    topic_head, risk_head = _initial_head(vectors, topics), _initial_head(vectors, risks)
    encoder.freeze_lowest(settings.frozen_layers)
    optimiser = torch.optim.AdamW(
        _parameter_groups(encoder, (topic_head, risk_head), settings),
        weight_decay=settings.weight_decay,
    )
    steps = settings.epochs * (len(texts) // settings.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, _warm_up_then_down(steps, settings))
    partners = [row for row, lesson in enumerate(lessons) if lesson.topic in mixable]
    encoder.train()
    for epoch in range(settings.epochs):
        losses = []
        seconds = _seconds(lessons, partners, mixable, settings.mixed_share, chance)
        varied = [
            tokenize(augment(_joined(text, texts[second], row != second, chance), chance))[
                : settings.max_tokens
            ]
            for row, (text, second) in enumerate(zip(texts, seconds, strict=True))
        ]
        for rows in _batches(varied, settings.batch, chance):
            ids, mask = padded([varied[row] for row in rows])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                vectors = encoder(ids, mask, settings.dropout)
            vectors = vectors.float()
            first, second = topics[rows], topics[[seconds[row] for row in rows]]
            known = first != UNKNOWN
            wanted = (
                functional.one_hot(first[known], len(topic_names))
                + functional.one_hot(second[known], len(topic_names))
            ) / 2
            loss = _cross_entropy(topic_head(vectors[known]), wanted, settings)
            single = known & (first == second)
            loss += settings.contrastive_weight * contrastive_loss(
                topic_head.centred(vectors[single]), first[single], settings.contrastive_temperature
            )
            risk = risks[rows]
            known = risk != UNKNOWN
            wanted = functional.one_hot(risk[known], len(risk_names)).float()
            loss += settings.risk_weight * _cross_entropy(
                risk_head(vectors[known]), wanted, settings
            )
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
        report(f"epoch {epoch + 1} of {settings.epochs}: loss {np.mean(losses):.3f}")
    encoder.eval()


def _numbered(names: Sequence[str | None]) -> tuple[Tensor, list[str]]:
    """Return a label per name, UNKNOWN for None, and the sorted names."""
    known = sorted({name for name in names if name is not None})
    return torch.tensor([UNKNOWN if n is None else known.index(n) for n in names]), known


def _joined(text: str, second: str, two: bool, chance: random.Random) -> str:
    if not two:
        return text
    return join(text, second, chance) if chance.random() < 0.5 else join(second, text, chance)


def _cross_entropy(scores: Tensor, wanted: Tensor, settings: Settings) -> Tensor:
    """Return the mean loss, 0 for no messages."""
    if not len(scores):
        return scores.sum()
    return functional.cross_entropy(scores, wanted, label_smoothing=settings.label_smoothing)


def contrastive_loss(vectors: Tensor, labels: Tensor, temperature: float) -> Tensor:
    """Return the supervised contrastive loss (Khosla et al. 2020) of unit vectors."""
    likeness = vectors @ vectors.T / temperature
    itself = torch.eye(len(labels), dtype=torch.bool)
    likeness = likeness.masked_fill(itself, float("-inf"))
    log_shares = functional.log_softmax(likeness, dim=1).masked_fill(itself, 0.0)
    friends = (labels[:, None] == labels[None, :]) & ~itself
    counts = friends.sum(1)
    has_friend = counts > 0
    if not has_friend.any():
        return vectors.sum() * 0.0
    per_message = -(log_shares * friends).sum(1)[has_friend] / counts[has_friend]
    return per_message.mean()


def _seconds(
    lessons: Sequence[Lesson],
    partners: Sequence[int],
    mixable: Collection[str],
    share: float,
    chance: random.Random,
) -> list[int]:
    """Return for each message the row of the message it is joined with, mostly its own.

    A message of an unknown topic, which a risk is, may be joined as well: the risk stays.
    """
    return [
        chance.choice(partners)
        if (lesson.topic is None or lesson.topic in mixable) and chance.random() < share
        else row
        for row, lesson in enumerate(lessons)
    ]


def padded(sequences: Sequence[list[int]]) -> tuple[Tensor, Tensor]:
    """Return ids and mask of shape (texts, longest)."""
    tensors = [torch.tensor(sequence) for sequence in sequences]
    mask = pad_sequence([torch.ones_like(tensor) for tensor in tensors], batch_first=True)
    return pad_sequence(tensors, batch_first=True, padding_value=1), mask


@torch.no_grad()
def embed(
    encoder: Encoder, tokenize: Tokenize, texts: Sequence[str], batch: int = 64
) -> npt.NDArray[np.float32]:
    """Return unit vectors of shape (texts, hidden)."""
    encoder.eval()
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    vectors = np.zeros((len(texts), encoder.sizes.hidden), np.float32)
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        ids, mask = padded([tokenize(texts[row]) for row in rows])
        vectors[rows] = functional.normalize(encoder(ids, mask), dim=1).numpy()
    return vectors


def _initial_head(vectors: Tensor, labels: Tensor) -> Head:
    """Return a head that starts as a logistic regression over the vectors with a known label."""
    centre = vectors.mean(0)
    hidden, count = vectors.shape[1], int(labels.max()) + 1
    head = Head(centre, torch.zeros(count, hidden), torch.zeros(count))
    known = labels != UNKNOWN
    regression = LogisticRegression(C=10, max_iter=300, class_weight="balanced")
    regression.fit(head.centred(vectors[known]).numpy(), labels[known].numpy())
    return Head(
        centre,
        torch.from_numpy(regression.coef_).float(),
        torch.from_numpy(regression.intercept_).float(),
    )


def _parameter_groups(
    encoder: Encoder, heads: Sequence[Head], settings: Settings
) -> list[dict[str, object]]:
    layers = list(encoder.layers)
    groups: list[dict[str, object]] = [
        {
            "params": list(layer.parameters()),
            "lr": settings.learning_rate * settings.layer_decay ** (len(layers) - 1 - number),
        }
        for number, layer in enumerate(layers)
        if number >= settings.frozen_layers
    ]
    head_parameters = [parameter for head in heads for parameter in head.parameters()]
    return [*groups, {"params": head_parameters, "lr": settings.head_learning_rate}]


def _warm_up_then_down(steps: int, settings: Settings) -> Callable[[int], float]:
    warm = max(1, int(steps * settings.warm_up))

    def factor(step: int) -> float:
        return step / warm if step < warm else max(0.0, (steps - step) / max(1, steps - warm))

    return factor


def _batches(
    sequences: Sequence[list[int]], size: int, chance: random.Random
) -> Iterator[list[int]]:
    """Yield random batches of similar length: padding costs as much as text."""
    order = list(range(len(sequences)))
    chance.shuffle(order)
    stretch = size * 16
    batches = []
    for start in range(0, len(order), stretch):
        rows = sorted(order[start : start + stretch], key=lambda row: len(sequences[row]))
        batches += [rows[first : first + size] for first in range(0, len(rows), size)]
    chance.shuffle(batches)
    yield from (batch for batch in batches if len(batch) > 1)
