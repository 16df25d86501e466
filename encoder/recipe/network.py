"""The encoder as a PyTorch network: XLM-RoBERTa's small E5 with the kept word pieces."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from recipe.e5_file import Sizes, SourceModel


class Layer(nn.Module):
    """One transformer layer, with the norm after each half."""

    def __init__(self, sizes: Sizes) -> None:
        """Make an untrained layer."""
        super().__init__()
        self.heads = sizes.heads
        self.query, self.key, self.value, self.out = (
            nn.Linear(sizes.hidden, sizes.hidden) for _ in range(4)
        )
        self.attention_norm = nn.LayerNorm(sizes.hidden, sizes.epsilon)
        self.widen = nn.Linear(sizes.hidden, sizes.feed_forward)
        self.narrow = nn.Linear(sizes.feed_forward, sizes.hidden)
        self.output_norm = nn.LayerNorm(sizes.hidden, sizes.epsilon)

    def forward(self, states: Tensor, mask: Tensor, dropout: float) -> Tensor:
        """Map states of shape (batch, tokens, hidden); mask is (batch, 1, 1, tokens)."""
        batch, tokens, hidden = states.shape
        query, key, value = (
            part(states).view(batch, tokens, self.heads, -1).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        merged = self.out(attended.transpose(1, 2).reshape(batch, tokens, hidden))
        merged = functional.dropout(merged, dropout, self.training)
        states = self.attention_norm(states + merged)
        wide = functional.gelu(self.widen(states))
        narrow = functional.dropout(self.narrow(wide), dropout, self.training)
        return self.output_norm(states + narrow)  # type: ignore[no-any-return]


class Encoder(nn.Module):
    """Turns token ids into one vector per text by averaging over its tokens."""

    def __init__(self, sizes: Sizes, words: int) -> None:
        """Make an untrained encoder for a vocabulary of ``words`` pieces."""
        super().__init__()
        self.sizes = sizes
        self.words = nn.Embedding(words, sizes.hidden)
        self.positions = nn.Embedding(sizes.positions, sizes.hidden)
        self.norm = nn.LayerNorm(sizes.hidden, sizes.epsilon)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))

    def forward(self, ids: Tensor, mask: Tensor, dropout: float = 0.0) -> Tensor:
        """Return vectors of shape (batch, hidden); ids and mask are (batch, tokens)."""
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.norm(self.words(ids) + self.positions(places))
        states = functional.dropout(states, dropout, self.training)
        seen = mask[:, None, None, :].bool()
        for layer in self.layers:
            states = layer(states, seen, dropout)
        weights = mask.unsqueeze(-1).to(states.dtype)
        return (states * weights).sum(1) / weights.sum(1)  # type: ignore[no-any-return]

    def freeze_lowest(self, layers: int) -> None:
        """Keep the embeddings and the lowest layers as they are."""
        for part in (self.words, self.positions, self.norm, *self.layers[:layers]):
            part.requires_grad_(False)


_LAYER_NAMES = {
    "query": "q", "key": "k", "value": "v", "out": "ao", "attention_norm": "aln",
    "widen": "fi", "narrow": "fo", "output_norm": "oln",
}  # fmt: skip


def encoder_from(source: SourceModel, kept: list[int]) -> Encoder:
    """Return the source model's encoder, with only the kept word pieces."""
    encoder = Encoder(source.sizes, len(kept))
    tensors = {name: torch.from_numpy(values) for name, values in source.tensors.items()}
    state = {
        "words.weight": tensors["emb.word"][kept],
        # The type embedding is the same for every token: it moves into the positions.
        "positions.weight": tensors["emb.pos"] + tensors["emb.type"][0],
        "norm.weight": tensors["emb.ln.w"],
        "norm.bias": tensors["emb.ln.b"],
    }
    for number in range(source.sizes.layers):
        for ours, theirs in _LAYER_NAMES.items():
            for ours_part, theirs_part in (("weight", "w"), ("bias", "b")):
                state[f"layers.{number}.{ours}.{ours_part}"] = tensors[
                    f"l{number}.{theirs}.{theirs_part}"
                ]
    encoder.load_state_dict(state)
    return encoder
