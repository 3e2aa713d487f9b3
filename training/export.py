"""Writes a model folder in the layout of transformers.js, the weights as int8."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from pieces import tokenizer_files

MAX_TOKENS = 512
# What the runtime of @xenova/transformers 2.17 (onnxruntime 1.14) reads.
OPSET = 14
IR_VERSION = 8


def quantize(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 rows with one scale each; a row is about int8 x scale. Rows of zeros have scale 0."""
    scale = np.abs(vectors).max(axis=1, keepdims=True) / 127
    rows = np.rint(vectors / np.where(scale > 0, scale, 1)).astype(np.int8)
    return rows, scale.astype(np.float32)


def network(vectors: np.ndarray, tf_power: float) -> onnx.ModelProto:
    """
    The graph from token ids to unit vectors: `[texts, tokens]` in, `[texts, 1, dims]` out. A piece
    that stands n times in a text counts n ** tf_power times; padding counts nothing.
    """
    rows, scale = quantize(vectors)
    dims = vectors.shape[1]
    constants = {
        "rows": rows,
        "scale": scale,
        "last": np.array([2], np.int64),
        "middle": np.array([1], np.int64),
        "power": np.array(tf_power - 1, np.float32),
        # Of the zero vector it makes the zero vector, and nothing that could be seen of others.
        "epsilon": np.array(1e-6, np.float32),
    }
    node = helper.make_node
    nodes = [
        node("Gather", ["rows", "input_ids"], ["row8"]),
        node("Cast", ["row8"], ["row"], to=TensorProto.FLOAT),
        node("Gather", ["scale", "input_ids"], ["row_scale"]),
        node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        node("Unsqueeze", ["mask", "last"], ["mask_column"]),
        node("Mul", ["row_scale", "mask_column"], ["weight"]),
    ]
    weight = "weight"
    if tf_power != 1:
        # Each of n equal pieces weighs n ** (tf_power - 1). Padding has a piece of its own, so what
        # it counts among itself touches no other.
        nodes += [
            node("Unsqueeze", ["input_ids", "last"], ["ids_down"]),
            node("Unsqueeze", ["input_ids", "middle"], ["ids_across"]),
            node("Equal", ["ids_down", "ids_across"], ["equal"]),
            node("Cast", ["equal"], ["equal_number"], to=TensorProto.FLOAT),
            node("ReduceSum", ["equal_number", "last"], ["count"], keepdims=1),
            node("Pow", ["count", "power"], ["damping"]),
            node("Mul", ["weight", "damping"], ["damped"]),
        ]
        weight = "damped"
    nodes += [
        # [texts, 1, tokens] x [texts, tokens, dims]: the weighted sum in one pass.
        node("Transpose", [weight], ["weight_row"], perm=[0, 2, 1]),
        node("MatMul", ["weight_row", "row"], ["sum"]),
        node("ReduceL2", ["sum"], ["length"], axes=[2], keepdims=1),
        node("Add", ["length", "epsilon"], ["divisor"]),
        node("Div", ["sum", "divisor"], ["last_hidden_state"]),
    ]
    info = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        "static-embedding",
        [info(name, TensorProto.INT64, ["texts", "tokens"]) for name in ("input_ids", "attention_mask")],
        [info("last_hidden_state", TensorProto.FLOAT, ["texts", 1, dims])],
        [
            numpy_helper.from_array(array, name)
            for name, array in constants.items()
            if tf_power != 1 or name not in ("power", "middle")
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = IR_VERSION
    model.producer_name = ""
    onnx.checker.check_model(model)
    return model


def write_model(
    folder: Path, name: str, pieces: list[str], vectors: np.ndarray, tf_power: float
) -> None:
    dims = vectors.shape[1]
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    onnx.save(network(vectors, tf_power), folder / "onnx" / "model_quantized.onnx")
    profile = {
        "id": name,
        "dims": dims,
        "pooling": "graph",
        "questionPrefix": "",
        "passagePrefix": "",
        "maxTokens": MAX_TOKENS,
        "quantized": True,
        "static": True,
    }
    # transformers.js picks the kind of inputs by these names; the network is not a BERT.
    config = {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "hidden_size": dims,
        "vocab_size": len(pieces),
        "pad_token_id": 0,
    }
    files = {
        "config.json": config,
        "verbatim-model.json": profile,
        **tokenizer_files(pieces, MAX_TOKENS),
    }
    for file, content in files.items():
        indent = None if file == "tokenizer.json" else 2
        text = json.dumps(content, ensure_ascii=False, indent=indent)
        (folder / file).write_text(text + "\n", encoding="utf-8")
