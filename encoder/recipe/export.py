"""Writes the refined encoder as one int8 ONNX graph."""

from __future__ import annotations

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from recipe.network import Encoder, Layer

OPSET = 15
# The version that the run-time's onnxruntime reads.
IR_VERSION = 8
# Rounding this product to int8 costs more accuracy than all others together.
KEPT_IN_FLOAT = "/layers.4/narrow/MatMul"


class _OneText(nn.Module):
    """The encoder for one text without padding: no mask, and one product for q, k and v."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.words, self.positions = encoder.words, encoder.positions
        self.norm = encoder.norm
        self.layers = nn.ModuleList(_OneTextLayer(layer) for layer in encoder.layers)

    def forward(self, ids: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1])
        states = self.norm(self.words(ids) + self.positions(places))
        for layer in self.layers:
            states = layer(states)
        return states


class _OneTextLayer(nn.Module):
    def __init__(self, layer: Layer) -> None:
        super().__init__()
        hidden = layer.query.in_features
        self.heads, self.size = layer.heads, hidden // layer.heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        # The scale of attention moves into the query's weights.
        scale = self.size**-0.5
        parts = (layer.query, layer.key, layer.value)
        with torch.no_grad():
            self.qkv.weight.copy_(torch.cat([part.weight for part in parts]))
            self.qkv.bias.copy_(torch.cat([part.bias for part in parts]))
            self.qkv.weight[:hidden] *= scale
            self.qkv.bias[:hidden] *= scale
        self.out, self.attention_norm = layer.out, layer.attention_norm
        self.widen, self.narrow, self.output_norm = layer.widen, layer.narrow, layer.output_norm

    def forward(self, states: Tensor) -> Tensor:
        parts = self.qkv(states).view(-1, 3, self.heads, self.size).permute(1, 2, 0, 3)
        query, key, value = parts[0], parts[1], parts[2]
        attended = torch.softmax(query @ key.transpose(1, 2), dim=-1) @ value
        merged = attended.transpose(0, 1).reshape(1, -1, self.heads * self.size)
        states = self.attention_norm(states + self.out(merged))
        wide = functional.gelu(self.widen(states))
        return self.output_norm(states + self.narrow(wide))


def write_onnx(encoder: Encoder, path: Path) -> None:
    """Write the graph: int64 ``ids`` (1, tokens) to ``states`` (1, tokens, hidden).

    A text's vector is the mean of its states, a clause's that of the states of its pieces.
    """
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "exact.onnx"
        torch.onnx.export(
            _OneText(encoder).eval(),
            (torch.tensor([[0, 5, 6, 7, 2]]),),
            str(exact),
            input_names=["ids"],
            output_names=["states"],
            dynamic_axes={"ids": {1: "tokens"}, "states": {1: "tokens"}},
            opset_version=OPSET,
            dynamo=False,
        )
        excluded = [
            node.name for node in onnx.load(str(exact)).graph.node if KEPT_IN_FLOAT in node.name
        ]
        quantize_dynamic(
            exact,
            path,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
            nodes_to_exclude=excluded,
        )
    graph = onnx.load(str(path))
    graph.ir_version = IR_VERSION
    onnx.save(graph, str(path))
    if len(excluded) != 1:
        raise RuntimeError(f"expected to keep one product in float32, found {excluded}")
