"""The one place that opens ``credscore.features``: a folder there with a ``FAMILY`` is a family."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from credscore.feature import Family, Feature


@cache
def families() -> tuple[Family, ...]:
    """All families, by name."""
    package = import_module("credscore.features")
    names = sorted(module.name for module in iter_modules(package.__path__) if module.ispkg)
    return tuple(import_module(f"credscore.features.{name}").FAMILY for name in names)


@cache
def features() -> dict[str, tuple[Family, Feature]]:
    """All features under their full names, ``family.feature``, in order."""
    return {
        f"{family.name}.{feature.name}": (family, feature)
        for family in families()
        for feature in family.features
    }
