"""The service: scores and gates documents over HTTP, within limits that it keeps.

Two kinds of processes: the *front* (``app``, an event loop) speaks HTTP and never looks into a
document; the *workers* (``worker``) decode, read, score and gate, one document at a time. So a
document that takes too long or too much is ended by ending its worker, and the front still
answers. What comes in passes, in this order: ``protocol`` (slow or huge headers), ``guard`` (who
asks, from where), ``admission`` (how many at once), ``bodies`` (how large, how slow), ``pool``.

It needs the extra ``serve``: ``pip install "credscore[serve]"``.
"""
