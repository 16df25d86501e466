"""Chooses the word pieces to keep and writes the tokenizer of the encoder.

The source model knows 250,002 pieces of a hundred languages; a Dutch shop needs a fifth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
from wordfreq import top_n_list

from recipe.e5_file import SourceModel

# How many of the most frequent words of each language must keep their own pieces. Dutch
# customers mix in English; French and German words come along in Belgium and on labels.
WORDS_PER_LANGUAGE = {"nl": 150_000, "en": 50_000, "fr": 15_000, "de": 15_000}
MAX_KEPT_LETTERS = 4
_LATIN = re.compile(r"▁?[A-Za-zÀ-ÖØ-öø-ſ]+")
_NOT_LETTERS = re.compile(r"▁?[^\w▁]{1,3}|▁?[0-9]{1,4}|▁")
_EMOJI = re.compile(r"▁?[☀-➿\U0001F300-\U0001FAFF]️?")


def full_tokenizer(source: SourceModel) -> Tokenizer:
    """Return the tokenizer over all pieces of the source model."""
    return _tokenizer(source, list(range(len(source.pieces))))


def kept_pieces(source: SourceModel, texts: Iterable[str]) -> list[int]:
    """Return the ids of the pieces to keep, in their old order.

    Short Latin pieces are always kept, so that every word can be spelled; a longer one is kept
    when a frequent word or one of ``texts`` is segmented with it.
    """
    kept = set(source.special.values())
    for number, piece in enumerate(source.pieces):
        letters = piece.lstrip("▁")
        short = _LATIN.fullmatch(piece) and len(letters) <= MAX_KEPT_LETTERS
        if short or _NOT_LETTERS.fullmatch(piece) or _EMOJI.fullmatch(piece):
            kept.add(number)
    tokenizer = full_tokenizer(source)
    words = [
        variant
        for language, count in WORDS_PER_LANGUAGE.items()
        for word in top_n_list(language, count)
        for variant in (word, word.capitalize())
    ]
    for encoding in tokenizer.encode_batch([*words, *texts], add_special_tokens=False):
        kept.update(number for number in encoding.ids if _usable(source.pieces[number]))
    return sorted(kept)


def kept_tokenizer(source: SourceModel, kept: list[int]) -> Tokenizer:
    """Return the tokenizer over the kept pieces, numbered anew from 0."""
    return _tokenizer(source, kept)


def _usable(piece: str) -> bool:
    return bool(_LATIN.fullmatch(piece) or not re.search(r"[^\W\d_]", piece))


def _tokenizer(source: SourceModel, kept: list[int]) -> Tokenizer:
    vocabulary = [(source.pieces[number], float(source.scores[number])) for number in kept]
    unknown = kept.index(source.special["unk"])
    tokenizer = Tokenizer(models.Unigram(vocabulary, unknown))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(add_prefix_space=True)
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer
