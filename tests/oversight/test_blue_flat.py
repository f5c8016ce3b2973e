"""The BLUE list costs the same for 1,000 inpatients as for 20,000, of whom one pays for half."""

from dataclasses import dataclass
from typing import Any

import pytest

from bench.probing import plans
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory
from tests.oversight.crowded_wards import fill

SIZES = (1_000, 20_000)


@dataclass(frozen=True)
class Seen:
    """How many statements a page ran, and what PostgreSQL did for those that read its rows."""

    statements: int
    plan: plans.Plan


def _open(client: Any, address: str) -> Seen:
    client.get(address)
    with plans.captured() as statements:
        assert client.get(address).status_code == 200
    kept = [one for one in statements if "SAVEPOINT" not in one[0]]
    # Counts stop at 1,001 rows, so below that they grow; the page itself never may.
    reads = [one for one in plans.reading(kept) if not one[0].startswith("SELECT COUNT(*)")]
    return Seen(len(kept), plans.together(reads))


@pytest.mark.parametrize("member", ["commissioner", "team"])
def test_the_list_touches_no_more_of_many_stays_than_of_few(
    cast: Cast, sign_in: Any, member: str
) -> None:
    hospitals = [OrganisationFactory(kind="hospital") for _ in range(20)]
    seen, first = [], 1
    for size in SIZES:
        half = (first + size) // 2
        paid_for = {"payer": cast.commissioning, "host": None}
        hosted = {"payer": cast.other_commissioning, "host": cast.commissioning}
        common = {"area": cast.area, "hospitals": hospitals, "on": NOW.date()}
        fill(first=first, last=half, **common, **paid_for)
        fill(first=half + 1, last=size, **common, **hosted)
        seen.append(_open(sign_in(cast.members()[member]), "/oversight/blue/"))
        first = size + 1
    few, many = seen
    assert few.statements == many.statements
    assert many.plan.whole == ()
    assert many.plan.buffers <= 1.25 * few.plan.buffers, seen
