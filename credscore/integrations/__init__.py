"""credscore inside the tools that a newsroom has already: each needs that tool installed."""
