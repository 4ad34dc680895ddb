"""The trained models: one folder each, as readable JSON with a card and the training table."""
