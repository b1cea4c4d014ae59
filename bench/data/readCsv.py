"""Answers each line of standard input (a question about a file, as JSON) with how long pandas' read_csv took."""

import json
import sys
import time

import pandas

for line in sys.stdin:
    question = json.loads(line)
    start = time.perf_counter()
    frame = pandas.read_csv(question["path"])
    ms = (time.perf_counter() - start) * 1000
    answer = {
        "rows": len(frame),
        "sum": float(frame[question["sumOf"]].sum()),
        "missing": int(frame[question["missingOf"]].isna().sum()),
    }
    if "distinctOf" in question:
        answer["distinct"] = int(frame[question["distinctOf"]].nunique())
    del frame
    print(json.dumps({"ms": ms, "answer": answer}), flush=True)
