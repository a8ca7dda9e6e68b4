"""How hard properties look for counter-examples: `ci` (the default: the same examples every time) or `thorough`.

pytest --hypothesis-profile=thorough        HYPOTHESIS_PROFILE=thorough pytest
"""

from __future__ import annotations

import gc
import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["pytester"]
collect_ignore = ["docs/demo"]  # what the pages on errors spoil: it reads everything, sensibly or not

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=16, suppress_health_check=SLOW)
settings.register_profile("thorough", deadline=None, max_examples=1500, suppress_health_check=SLOW, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_finish() -> None:
    """Whatever is there before the first test stays till the last: nobody need look through it again and again for garbage."""
    gc.collect()
    gc.freeze()
