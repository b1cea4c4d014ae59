"""Answers each line of standard input (a table of 32-bit floats and what is asked of it, as JSON) by scikit-learn."""

import json
import sys
import time

import numpy
from sklearn.impute import KNNImputer
from sklearn.neighbors import NearestNeighbors

for line in sys.stdin:
    question = json.loads(line)
    table = numpy.fromfile(question["path"], numpy.float32).reshape(-1, question["width"])
    if question["work"] == "nearest":
        table = numpy.nan_to_num(table)
        start = time.perf_counter()
        search = NearestNeighbors(n_neighbors=question["k"], algorithm="brute").fit(table)
        answer = float(search.kneighbors()[0].sum(dtype=numpy.float64))
    else:
        start = time.perf_counter()
        answer = float(KNNImputer(n_neighbors=question["k"]).fit_transform(table).sum(dtype=numpy.float64))
    print(json.dumps({"ms": (time.perf_counter() - start) * 1000, "answer": answer}), flush=True)
