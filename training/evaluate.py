"""
Measures a model with Verbatim's own search on data sets in BEIR layout:

    python training/evaluate.py MODEL DATASET [DATASET …]

Prints nDCG@10 and recall@20 of the lexical search, of the model alone, and of both as answers use
them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from pathlib import Path

import numpy as np

PROJECT = Path(__file__).resolve().parent.parent
RANKINGS = ("lexical", "vector", "fused")
MEASURES = ("ndcg@10", "recall@20")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures a model on data sets in BEIR layout.")
    parser.add_argument("model", type=Path)
    parser.add_argument("datasets", type=Path, nargs="+")
    options = parser.parse_args()
    columns = [f"{ranking} {measure}" for ranking in RANKINGS for measure in MEASURES]
    print_row("data set", [*columns, "gain"])
    rows = []
    for dataset in options.datasets:
        results = [measure(options.model, dataset, ranking) for ranking in RANKINGS]
        lexical, _, fused = (result["ndcg@10"] for result in results)
        rows.append([*(result[name] for result in results for name in MEASURES), fused - lexical])
        print_row(dataset.resolve().name, [f"{value:.3f}" for value in rows[-1]])
    print_row("mean", [f"{value:.3f}" for value in np.mean(rows, axis=0)])
    print(f"least gain {min(row[-1] for row in rows):.3f}")


def measure(model: Path, dataset: Path, ranking: str) -> dict:
    command = ["node", "bin/verbatim.js", "eval", str(dataset.resolve()), "--json"]
    command += ["--ranking", ranking, "--model", str(model.resolve())]
    run = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(run.stdout)


def print_row(name: str, cells: list[str]) -> None:
    print("| " + " | ".join([name, *cells]) + " |", flush=True)


if __name__ == "__main__":
    main()
