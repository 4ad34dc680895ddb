"""What the model is set against: text classifiers that are fitted in the same folds."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from credscore.training.fit import weigh
from credscore.training.table import Booleans, Floats, Table
from credscore.training.validate import FitAndScore

# Hashed counts know nothing of the corpus, so that they can be made once for all folds.
_MOST_MISSING = 0.9
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

    def build() -> HistGradientBoostingClassifier:
        return HistGradientBoostingClassifier(
            learning_rate=0.05, max_iter=300, max_leaf_nodes=16, random_state=0
        )

    return _over_measures(table, build, lambda model, values: model.decision_function(values))


def forest(table: Table) -> FitAndScore:
    """A random forest over our own features."""
    from sklearn.ensemble import RandomForestClassifier

    def build() -> RandomForestClassifier:
        return RandomForestClassifier(
            n_estimators=300, min_samples_leaf=3, max_features="sqrt", random_state=0
        )

    def log_odds(model: RandomForestClassifier, values: Floats) -> Floats:
        share = np.clip(model.predict_proba(values)[:, 1], 1e-4, 1 - 1e-4)
        return np.asarray(np.log(share / (1 - share)))

    return _over_measures(table, build, log_odds)


def _over_measures(
    table: Table, build: Callable[[], Any], log_odds: Callable[[Any, Floats], Floats]
) -> FitAndScore:
    """A method that fits what ``build`` makes on the values of our own features."""
    # A missing value may not be seen as such: it tells how a corpus was collected (whether with
    # headlines, whether with paragraphs), and trees that could part it off caught next to nothing.
    asked = np.isnan(table.values).mean(axis=0) < _MOST_MISSING
    medians = np.nanmedian(table.values[:, asked], axis=0)
    filled = np.where(np.isnan(table.values[:, asked]), medians, table.values[:, asked])

    def fit_and_score(train: Booleans, test: Booleans) -> Floats:
        held_in = table.where(train)
        model = build()
        model.fit(filled[train], held_in.credible, sample_weight=weigh(held_in))
        return log_odds(model, filled[test])

    return fit_and_score
