"""The colours of colours.css: they can be read, and told apart by colour-blind readers."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

Floats = npt.NDArray[np.float64]

CSS = (files("quotex.view") / "templates" / "colours.css").read_text(encoding="utf-8")
THEMES = dict(zip(("light", "dark", "print"), re.findall(r"\.quotex \{(.*?)\}", CSS, re.S), strict=True))
# What dichromats see of linear RGB, by Machado, Oliveira and Fernandes (2009), severity 1.
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def linear(theme: str, name: str) -> Floats:
    found = re.search(rf"--{name}: #([0-9a-f]+)", THEMES[theme])
    assert found
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    values = np.array([int(digits[i : i + 2], 16) for i in (0, 2, 4)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(rgb: Floats) -> Floats:
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.cbrt(np.maximum(np.array(to_xyz) @ rgb / [0.9505, 1, 1.089], 0.0088))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one: Floats, other: Floats) -> float:
    dark, light = sorted(float(colour @ [0.2126, 0.7152, 0.0722]) + 0.05 for colour in (one, other))
    return light / dark


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "content-wash", "lit"])
@pytest.mark.parametrize("ink", ["ink", "cue", "source", "grey"])
def test_text_can_be_read(theme: str, ground: str, ink: str) -> None:
    assert contrast(linear(theme, ink), linear(theme, ground)) >= 4.5  # WCAG AA


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_roles_can_be_told_apart(theme: str, blindness: str) -> None:
    seen = {
        name: lab(np.clip(np.array(BLINDNESS[blindness]) @ linear(theme, name), 0, 1))
        for name in ("content", "cue", "source")
    }
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= 15, f"{one} and {other}"
