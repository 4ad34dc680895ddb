"""Corpora: scoring many documents, and what only shows across them.

Frames in, frames out (``frames``); Arrow record batches in, batches out (``batches``), which is
what every engine runs (``engines``); the columns of both (``schema``). Across documents: copies
and rewrites of one another, quotations and names in many places, templates (``duplicates``), and
the source behind the documents (``sources``).

Nothing is imported here, so that a process pays for what it uses.
"""
