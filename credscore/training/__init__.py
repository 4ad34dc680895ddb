"""How the shipped models were made: from corpora to table, from table to model and card.

Nothing here is needed to score a document; scikit-learn and numpy are imported only here.
"""
