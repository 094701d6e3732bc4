from __future__ import annotations

import pytest

from quotex.descriptions import describe
from quotex.entities import Mention, group_mentions


@pytest.mark.parametrize(
    ("lead", "heads"),
    [
        ("Then Vermont Sen. ", {"senator"}),
        ("He met the finance minister ", {"minister"}),
        ("In May, Secretary of State ", {"state", "secretary"}),
        ("The agency’s long-time deputy\u00a0director ", {"director"}),
        ("Its director, ", {"director"}),
        ("“No.” ", set()),
        ("He told the Rift Post. \n", set()),  # a line ends what leads up to a name
        ("", set()),
    ],
)
def test_what_stands_before_a_name_describes_it(lead: str, heads: set[str]) -> None:
    mention = Mention(len(lead), len(lead) + 7, "Ann Lee", "PERSON")
    (entity,) = group_mentions([mention])
    assert describe(lead + "Ann Lee", [(mention, entity)]).keys() == heads
