"""What meets a duty that the policy raised, and what does not."""

from datetime import date

from duties import policy
from tests.duties.asking import NOV_2, POLICY, ask


def test_a_cetr_meets_what_a_laep_or_a_review_of_unknown_kind_does_not():
    met_by = ask("register.rated", {"level": "RED"}, NOV_2)["red-cetr"].met_by
    stored = [one.as_dict() for one in met_by]
    for outcomes in (met_by, stored):
        assert policy.meets(outcomes, "reviews.held", {"review_kind": "CTR"}, NOV_2)
        assert not policy.meets(outcomes, "reviews.held", {"review_kind": "LAEP"}, NOV_2)
        assert not policy.meets(outcomes, "reviews.held", {}, NOV_2)
        assert not policy.meets(outcomes, "meetings.held", {"review_kind": "CTR"}, NOV_2)


def test_a_floor_is_met_only_when_its_day_has_come():
    one = ask("register.discharged", {"level": "RED"}, NOV_2)["discharge-red-floor"]
    for on, met in ((NOV_2, False), (date(2026, 11, 15), False), (date(2026, 11, 16), True)):
        assert policy.meets(one.met_by, "register.rated", {}, on, due_on=one.due_on) is met


def test_an_event_s_other_codes_are_passed_over():
    carried = {"level": "RED", "rating": "0192", "birth_date": "2011-05-01", "source": "meeting"}
    assert policy.Facts.pick(carried).level == "RED"


def test_every_rule_can_be_read_aloud():
    for rule in POLICY.rules:
        assert "{" not in rule.when_in_words() + rule.due.in_words()
        assert rule.due.in_words()
