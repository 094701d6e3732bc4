"""Text to a Doc of spaCy's tokens, in a time that does not grow with the square of a text's longest run without a space."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

# spaCy takes marks off both ends of a run one by one and looks at all that is left each time: 3,000 marks in a row took 6 s,
# and a text of 1,000,000 characters may be one run. No word of news and hardly an address is this long.
LONGEST_RUN = 300
RUN = re.compile(rf"\S{{{LONGEST_RUN}}}(?=\S)")


def make_doc(nlp: Language, text: str) -> Doc:
    """The Doc that `nlp.make_doc` gives, but that runs of more than LONGEST_RUN characters without white space are cut.

    Only tokens are: the Doc's text is `text`. Raises ValueError for a text that is longer than the pipeline allows.
    """
    cuts = [match.end() for match in RUN.finditer(text)]
    if not cuts or len(text) > nlp.max_length:
        return nlp.make_doc(text)
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        for token in nlp.make_doc(text[start:end]):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
    return Doc(nlp.vocab, words=words, spaces=spaces)
