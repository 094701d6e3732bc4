from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# `quick` gives the same examples every time, so that a build breaks by what was changed; `long` looks for new ones.
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile(
    "quick", max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=SLOW
)
settings.register_profile("long", max_examples=3000, deadline=None, suppress_health_check=SLOW, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
