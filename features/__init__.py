"""The feature families: one folder each, found by ``credscore.registry``."""
