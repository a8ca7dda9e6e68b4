"""Extras: parts of the library that need more than it installs by itself."""

from __future__ import annotations

from importlib import import_module

from .problems import Problem, SupervisionRulesError


def require(module: str, extra: str) -> None:
    """Raises SupervisionRulesError (`extra-missing`) where a module that comes with an extra is not installed."""
    try:
        import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise SupervisionRulesError([Problem("extra-missing", {"extra": extra})]) from None


def require_package(module: str) -> None:
    """Raises SupervisionRulesError (`package-missing`) where a package that comes with none of our extras is not installed."""
    try:
        import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise SupervisionRulesError([Problem("package-missing", {"package": module})]) from None
