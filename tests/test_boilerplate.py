from __future__ import annotations

import pytest

from quotex import Confidence, Passage, Quote
from quotex.boilerplate import article_bounds, without_boilerplate

BODY = "Mayor Ann Lee opened the bridge.\n\n“Read more books,” she said.\n\nShe asked all to leave a reply."


@pytest.mark.parametrize("after", [
    "\n\nLeave A Reply\n\nYour email address will not be published.",
    "\n\n3 Comments\n\nBob said: “Nonsense, all of it.”\nI say no.",
    "\n\nRead more\n\nShare this:\n\nClick to share on Twitter (Opens in new window)\nFacebook",
    "\n\nRelated stories:\n“I knew it”: the toll clerk talks\nA bridge too new?\nTags: bridges",
    "\nRead more: The minister says “no” to tolls\nRelated articles",
    "\n\nTags: bridges, tolls\n© 2024 The Post. “All rights reserved,” it says.",
    "\n\nFacebook | Twitter | Email",
    "\n\nSubscribe to our newsletter",
    "",
])  # fmt: skip
@pytest.mark.parametrize("before", ["", "Skip to content\nShare\n", "Advertisement\n\n"])
def test_the_ends_are_cut_and_the_article_is_left(before: str, after: str) -> None:
    start, end = article_bounds(before + BODY + after)
    assert (before + BODY + after)[start:end] == BODY


@pytest.mark.parametrize("text", [
    BODY,
    "Share prices fell.\n\nHe said he would read more about it.",
    "Comments\n\n" + BODY,
    BODY + "\n\nRelated news\n\n" + "And then the mayor went home over the bridge, as all do. " * 3,
    "He said:\nLeave a reply\nand then he left the room, as the others say, and was not seen again in all that long year.",
])  # fmt: skip
def test_lines_of_an_article_are_left(text: str) -> None:
    start, end = article_bounds(text)
    assert text[start:end].endswith(text[-40:])


def test_a_text_of_boilerplate_has_no_article() -> None:
    assert article_bounds("Share\n\nRead more\n") == (0, 0)
    assert article_bounds("") == (0, 0)


def test_quotations_in_it_are_dropped() -> None:
    text = BODY + "\n\nLeave A Reply\n\nBob said: “Nonsense.”"
    quotes = [
        Quote(f"q{n}", "", "direct", "speech", (Passage(said, at := text.index(said), at + len(said)),), None, None, (),
              Confidence(1.0, None), 1)
        for n, said in enumerate(("“Read more books,”", "“Nonsense.”"), start=1)
    ]  # fmt: skip
    assert without_boilerplate(text, quotes) == (quotes[0],)
