"""The ready laws: on any scheme those that are guaranteed, on a scheme of one's own all of them."""

from __future__ import annotations

from supervision_rules import load_scheme
from supervision_rules.testing import laws, schemes

TestAnyScheme = laws(schemes())
TestChangzhou = laws(load_scheme("changzhou-2021"), examples=8)
