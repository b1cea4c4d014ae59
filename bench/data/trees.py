"""Answers each line of standard input (a table and what to train on it, as JSON) by scikit-learn or xgboost, one thread."""

import json
import os
import sys
import time
import warnings

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy
import sklearn.ensemble as ensemble
from sklearn.metrics import log_loss, mean_squared_error, roc_auc_score

warnings.filterwarnings("ignore")
tables = {}


def read(question):
    if question["path"] not in tables:
        tables.clear()
        cells = numpy.fromfile(question["path"], numpy.float64).reshape(question["width"] + 1, -1)
        tables[question["path"]] = (numpy.ascontiguousarray(cells[:-1].T), cells[-1].copy())
    x, y = tables[question["path"]]
    test = numpy.arange(len(y)) % 5 == 0 if question["tests"] else numpy.zeros(len(y), bool)
    return x, y, test


def make(question):
    kind, task, seed = question["peer"], question["task"], question["seed"]
    options = question["options"]
    is_class = task != "regression"
    if kind == "hgb":
        model = ensemble.HistGradientBoostingClassifier if is_class else ensemble.HistGradientBoostingRegressor
        return model(
            max_iter=options["rounds"],
            max_leaf_nodes=options["leaves"],
            learning_rate=options["learningRate"],
            early_stopping=False,
            random_state=seed,
            categorical_features=question["categories"] or None,
        )
    if kind == "xgb":
        import xgboost

        model = xgboost.XGBClassifier if is_class else xgboost.XGBRegressor
        return model(
            n_estimators=options["rounds"],
            max_leaves=options["leaves"],
            max_depth=0,
            grow_policy="lossguide",
            tree_method="hist",
            learning_rate=options["learningRate"],
            n_jobs=1,
            random_state=seed,
        )
    name = {"forest": "RandomForest", "extraTrees": "ExtraTrees"}[kind]
    return getattr(ensemble, name + ("Classifier" if is_class else "Regressor"))(
        n_estimators=options["trees"], n_jobs=1, random_state=seed
    )


for line in sys.stdin:
    question = json.loads(line)
    x, y, test = read(question)
    if question["peer"] in ("forest", "extraTrees"):
        # scikit-learn 1.2's forests know no missing cells: the median of the training rows.
        medians = numpy.nanmedian(x[~test], axis=0)
        x = numpy.where(numpy.isnan(x), medians, x)
    train_x, train_y = x[~test], y[~test]
    model = make(question)
    clock = time.process_time()
    model.fit(train_x, train_y)
    answer = {"ms": (time.process_time() - clock) * 1000}
    if question["tests"]:
        test_x, test_y = x[test], y[test]
        if question["task"] == "regression":
            answer["rmse"] = float(mean_squared_error(test_y, model.predict(test_x), squared=False))
        else:
            chances = model.predict_proba(test_x)
            answer["logLoss"] = float(log_loss(test_y, chances, labels=model.classes_))
            answer["error"] = float(numpy.mean(model.classes_[chances.argmax(axis=1)] != test_y))
            if len(model.classes_) == 2:
                answer["1 − AUC"] = 1 - float(roc_auc_score(test_y, chances[:, 1]))
    print(json.dumps(answer), flush=True)
