"""Answers each line of standard input (a matrix of 32-bit floats, its answers, and what to fit, as JSON) by scikit-learn."""

import json
import sys
import time

import numpy
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

# What is timed is as scikit-learn comes; what coefficients are compared with is as exact as it gets.
MODELS = {
    "logistic": (
        lambda: LogisticRegression(max_iter=1000),
        lambda: LogisticRegression(solver="newton-cholesky", tol=1e-10, max_iter=1000),
    ),
    "softmax": (
        lambda: LogisticRegression(max_iter=1000),
        lambda: LogisticRegression(solver="newton-cg", tol=1e-8, max_iter=1000),
    ),
    "ridge": (lambda: Ridge(), lambda: Ridge()),
    "lasso": (lambda: Lasso(alpha=0.01), lambda: Lasso(alpha=0.01, tol=1e-12, max_iter=100000)),
}

for line in sys.stdin:
    question = json.loads(line)
    x = numpy.fromfile(question["path"] + ".x", numpy.float32).reshape(-1, question["width"])
    y = numpy.fromfile(question["path"] + ".y", numpy.float64)
    work = question["work"]
    if work.startswith("neighbours"):
        cut = question["cut"]
        model = KNeighborsClassifier if work.endswith("classes") else KNeighborsRegressor
        start = time.process_time()
        fitted = model(10, algorithm="brute", n_jobs=1).fit(x[:cut], y[:cut])
        answers = fitted.predict_proba(x[cut:])[:, 1] if work.endswith("classes") else fitted.predict(x[cut:])
        ms = (time.process_time() - start) * 1000
        print(json.dumps({"ms": ms, "numbers": [float(answers.mean())]}), flush=True)
        continue
    doubles = x.astype(numpy.float64)
    timed, exact = MODELS[work]
    start = time.process_time()
    timed().fit(doubles, y)
    ms = (time.process_time() - start) * 1000
    numbers = numpy.atleast_2d(exact().fit(doubles, y).coef_).T.ravel() if question["isFirst"] else []
    print(json.dumps({"ms": ms, "numbers": list(numbers)}), flush=True)
