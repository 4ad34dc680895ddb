"""A plugin for mutmut: every test starts with cold caches while mutmut notes what tests call.

Tables and lexicons are read once in a process. Without this, only the test that happens to come
first would be noted as one that reads them, and a mutant in the reading would meet that test alone.
"""

import functools
import gc
import os

import pytest
from hypothesis import settings

# Mutated code is slow code, and the tables are read within an example.
settings.register_profile("mutation", deadline=None)
settings.load_profile("mutation")


@functools.cache
def caches() -> list[functools._lru_cache_wrapper]:
    return [
        cache
        for cache in gc.get_objects()
        if isinstance(cache, functools._lru_cache_wrapper)
        and cache.__module__.startswith("credscore.")
        and cache.__module__ != "credscore.registry"
    ]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call() -> None:
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        for cache in caches():
            cache.cache_clear()
