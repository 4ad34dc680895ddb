"""The evaluation: every figure that is published, made in one run from one table.

A module a view; ``run`` calls them and ``page`` writes down what they found. All of them score
documents by models that saw neither their domain nor, for poor copy, their corpus.
"""

from credscore.training.evaluation.page import as_markdown
from credscore.training.evaluation.run import Evaluation, evaluate

__all__ = ["Evaluation", "as_markdown", "evaluate"]
