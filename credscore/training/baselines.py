"""What the model is set against: text classifiers that are fitted in the same folds."""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from credscore.training.fit import weigh
from credscore.training.table import Booleans, Floats, Table
from credscore.training.validate import FitAndScore

# Hashed counts know nothing of the corpus, so that they can be made once for all folds.
_COUNTS = {"n_features": 2**18, "alternate_sign": False, "norm": None}


def tfidf_regression(table: Table, texts: Sequence[str]) -> FitAndScore:
    """Logistic regression over TF-IDF of words, with the same weights of documents."""
    return _text_regression(table, texts, HashingVectorizer(**_COUNTS))


def ngram_regression(table: Table, texts: Sequence[str]) -> FitAndScore:
    """Logistic regression over TF-IDF of character n-grams of 2 to 4."""
    return _text_regression(
        table, texts, HashingVectorizer(analyzer="char_wb", ngram_range=(2, 4), **_COUNTS)
    )


def _text_regression(
    table: Table, texts: Sequence[str], vectorizer: HashingVectorizer
) -> FitAndScore:
    counts = vectorizer.transform(texts)

    def fit_and_score(train: Booleans, test: Booleans) -> Floats:
        pipeline = make_pipeline(
            TfidfTransformer(sublinear_tf=True), LogisticRegression(C=1.0, max_iter=500)
        )
        held_in = table.where(train)
        pipeline.fit(
            counts[train], held_in.credible, logisticregression__sample_weight=weigh(held_in)
        )
        log_odds: Floats = pipeline.decision_function(counts[test])
        return log_odds

    return fit_and_score


def boosting(table: Table) -> FitAndScore:
    """Gradient boosting with interactions over our own features: what additivity costs."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    filled = _filled(table)

    def fit_and_score(train: Booleans, test: Booleans) -> Floats:
        model = HistGradientBoostingClassifier(
            learning_rate=0.05, max_iter=300, max_leaf_nodes=16, random_state=0
        )
        held_in = table.where(train)
        model.fit(filled[train], held_in.credible, sample_weight=weigh(held_in))
        log_odds: Floats = model.decision_function(filled[test])
        return log_odds

    return fit_and_score


def forest(table: Table) -> FitAndScore:
    """A random forest over our own features."""
    from sklearn.ensemble import RandomForestClassifier

    filled = _filled(table)

    def fit_and_score(train: Booleans, test: Booleans) -> Floats:
        model = RandomForestClassifier(
            n_estimators=300, min_samples_leaf=3, max_features="sqrt", random_state=0
        )
        held_in = table.where(train)
        model.fit(filled[train], held_in.credible, sample_weight=weigh(held_in))
        share = np.clip(model.predict_proba(filled[test])[:, 1], 1e-4, 1 - 1e-4)
        log_odds: Floats = np.log(share / (1 - share))
        return log_odds

    return fit_and_score


def _filled(table: Table) -> Floats:
    """Values with -1 where the question does not arise: trees may part those rows off."""
    return np.nan_to_num(table.values, nan=-1.0)
