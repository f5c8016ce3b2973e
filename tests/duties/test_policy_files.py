"""A malformed policy file is refused with file, line and reason."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from duties import policy

GOOD = """\
jurisdiction = "local"

[[rule]]
id = "one"
title = "Do one thing"
event = "register.rated"
when = { level = ["RED"] }
due = { days = 14 }
met_by = [{ event = "reviews.held" }]
certainty = "U"
source = "S1 the poster"
basis = "Because."
"""
SECOND = GOOD.split("\n", 2)[2]


@pytest.fixture
def folder(tmp_path):
    def write(text):
        (tmp_path / "trial.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_a_good_file_is_read(folder):
    found = policy.load(folder(GOOD))
    assert [rule.id for rule in found.rules] == ["one"]
    assert found.version != policy.load(folder(GOOD + "\n")).version


@pytest.mark.parametrize(
    ("was", "now", "line", "words"),
    [
        ('"register.rated"', '"register.rating"', 6, "unknown 'register.rating'"),
        ('["RED"]', '["RED"], on_change = false', 7, "on_change can only be true"),
        (
            'event = "register.rated"\nwhen = { level = ["RED"] }',
            'event = "reviews.held"\nwhen = { on_change = true }',
            7,
            "on_change needs the event register.rated",
        ),
        ('"reviews.held"', '"reviews.hold"', 9, "unknown 'reviews.hold'"),
        ('"local"', '"parish"', 1, "unknown 'parish'"),
        ("days = 14", "days = 0", 8, "days must be 1 to 3660"),
        ("days = 14", "days = -3", 8, "days must be 1 to 3660"),
        ("days = 14", "days = 1.5", 8, "days must be a whole number"),
        ("days = 14", "days = true", 8, "days must be a whole number"),
        ("days = 14", "days = 14, months = 1", 8, "impossible date rule"),
        ("days = 14", "", 8, "impossible date rule"),
        ("days = 14", "fortnights = 1", 8, "impossible date rule"),
        ("days = 14", "on_the_day = false", 8, "impossible date rule"),
        ("days = 14", 'days = 14, from = "birth"', 8, "unknown 'birth'"),
        ("days = 14", 'window_months = 12, from = "event"', 8, "unknown 'event'"),
        ("days = 14", "working_days = 1, or_birthdays = [16]", 8, "takes no birthdays"),
        ("days = 14", 'days = 14, or_named = "due_on"', 8, "unknown 'due_on'"),
        ("days = 14", 'working_days = 1, or_named = "review_on"', 8, "takes no named day"),
        ("days = 14", 'at_age = "eighteen"', 8, "must be an age such as"),
        ("days = 14", 'at_age = "17y13m"', 8, "must be an age such as"),
        ("days = 14", 'at_age = "18y", from = "event"', 8, "unknown key from"),
        ('["RED"]', '["RED"], region = "North Shire"', 7, "is not the code of a region"),
        ('["RED"]', '["RED"], legal_status = "s99"', 7, "unknown 's99'"),
        ('["RED"]', '["RED"], security = "top"', 7, "unknown 'top'"),
        ('["RED"]', '["RED"], setting = "home"', 7, "unknown 'home'"),
        ('["RED"]', '["RED"], in_community = false', 7, "in_community can only be true"),
        (
            'certainty = "U"',
            'ends_on = ["register.rated"]\ncertainty = "U"',
            10,
            "unknown 'register.rated'",
        ),
        ('certainty = "U"', 'once = 1\ncertainty = "U"', 10, "once must be true or false"),
        ('["RED"]', '["PURPLE"]', 7, "unknown 'PURPLE'"),
        ("level =", "rating =", 7, "unknown condition rating"),
        ('certainty = "U"', 'certainty = "X"', 10, "unknown 'X'"),
        ('source = "S1 the poster"\n', "", 3, "source is missing"),
        ('"S1 the poster"', '"someone"', 11, "source must be"),
        ('"S1 the poster"', '""', 11, "source is empty"),
        ('id = "one"', 'id = "One!"', 4, "id must be"),
        ('basis = "Because."', 'basis = "Because."\nsauce = 1', 13, "did you mean source"),
        ('basis = "Because."', 'basis = "Because.', 12, "is not TOML"),
        (
            'basis = "Because."',
            'basis = "B"\neffective_from = 2026-02-01\neffective_to = 2026-01-01',
            14,
            "before effective_from",
        ),
        ('basis = "B', 'effective_from = "soon"\nbasis = "B', 12, "must be a date"),
        ('"local"', '"local"\ncommenced_on = 2026-01-01', 2, "only statute"),
        ("[[rule]]", "[rule]", 3, "list of tables"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(folder, was, now, line, words):
    assert was in GOOD
    with pytest.raises(policy.PolicyFileError, match=words) as refused:
        policy.load(folder(GOOD.replace(was, now, 1)))
    assert (refused.value.file, refused.value.line) == ("trial.toml", line)


def test_one_id_may_follow_itself_but_not_overlap(folder):
    def dated(start, end):
        return f"effective_from = {start}\neffective_to = {end}\n"

    first = GOOD + dated("2026-01-01", "2026-06-30")
    policy.load(folder(first + SECOND + dated("2026-07-01", "2026-12-31")))
    for clash in (first + SECOND + dated("2026-06-30", "2026-12-31"), GOOD + SECOND):
        with pytest.raises(policy.PolicyFileError, match="overlapping effective dates") as refused:
            policy.load(folder(clash))
        assert refused.value.line > 12


def test_the_rule_in_force_on_the_day_is_used(folder):
    text = GOOD + "effective_to = 2026-06-30\n" + SECOND.replace("days = 14", "days = 7")
    found = policy.load(folder(text + "effective_from = 2026-07-01\n"))
    for at, days in (
        (policy.read_day("at", "2026-06-30"), 14),
        (policy.read_day("at", "2026-07-01"), 7),
    ):
        (one,) = policy.duties_for(found, "register.rated", {"level": "RED"}, at)
        assert one.due_on == at + timedelta(days=days)


def test_files_that_cannot_be_read_are_refused(tmp_path):
    with pytest.raises(policy.PolicyFileError, match="0 policy files"):
        policy.load(tmp_path)
    (tmp_path / "bad.toml").write_bytes(b'jurisdiction = "local"\n# \xff\n')
    with pytest.raises(policy.PolicyFileError, match="line 2: is not UTF-8"):
        policy.load(tmp_path)
    (tmp_path / "bad.toml").write_text("jurisdiction = 'local'\n")
    with pytest.raises(policy.PolicyFileError, match=r"no \[\[rule\]\]"):
        policy.load(tmp_path)


# --- The command ---------------------------------------------------------------------------------


def explain(tmp_path, facts, *, event="register.rated", at="2026-03-02", more=()):
    path = tmp_path / "facts.json"
    path.write_text(facts, encoding="utf-8")
    call_command("policy", "explain", "--event", event, "--facts", str(path), "--at", at, *more)


def test_explain_prints_a_plain_array(tmp_path, capsys):
    explain(tmp_path, '{"level": "red", "birth_date": "2011-05-01"}', more=["--json"])
    answer = json.loads(capsys.readouterr().out)
    assert [one["rule"] for one in answer] == [
        "red-urgent-meeting",
        "red-keyworker",
        "rating-review-red",
        "red-cetr",
    ]
    assert {"rule", "duty", "due_on", "basis", "source", "certainty"} <= set(answer[0])
    assert answer[-1]["due_on"] == "2026-03-16"


def test_explain_shows_statute_only_when_asked(tmp_path, capsys):
    facts = '{"birth_date": "2011-05-01", "detained": true, "applicable_on": "2026-11-02"}'
    for more, shown in (([], False), (["--statute"], True)):
        explain(tmp_path, facts, event="register.admitted", at="2026-11-02", more=more)
        assert ("s125a-cetr" in capsys.readouterr().out) is shown


@pytest.mark.parametrize(
    ("facts", "event", "at", "words"),
    [
        ("{", "register.rated", "2026-03-02", "is not JSON"),
        ("[" * 100_000, "register.rated", "2026-03-02", "is not JSON"),
        ('{"level": "RED", "level": "GREEN"}', "register.rated", "2026-03-02", "one name twice"),
        ("[]", "register.rated", "2026-03-02", "facts: must be an object"),
        ('{"level": "PINK"}', "register.rated", "2026-03-02", "level: must be one of"),
        ("{}", "register.rate", "2026-03-02", "unknown event"),
        ("{}", "register.rated", "2026-02-30", "at: must be a date"),
        ("{}", "register.rated", "tomorrow", "at: must be a date"),
    ],
)
def test_explain_fails_in_one_clear_line(tmp_path, facts, event, at, words):
    with pytest.raises(CommandError, match=words) as failed:
        explain(tmp_path, facts, event=event, at=at)
    assert "\n" not in str(failed.value)
    assert failed.value.returncode == 1


def test_check_passes_the_register_s_own_policy_and_fails_a_broken_one(folder, capsys):
    call_command("policy", "check", "--json")
    assert json.loads(capsys.readouterr().out)["ok"] is True
    with pytest.raises(CommandError, match=r"trial.toml, line 8"):
        call_command("policy", "check", str(folder(GOOD.replace("14", "0"))), "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["file"], answer["line"]) == (False, "trial.toml", 8)


def test_a_bad_file_leaves_the_running_version_untouched(folder):
    running = policy.current()
    with pytest.raises(policy.PolicyFileError):
        policy.load(folder(GOOD.replace("days = 14", "days = 0")))
    assert policy.current() is running


@pytest.mark.django_db
def test_a_region_that_no_area_has_is_a_warning_only(folder, capsys):
    call_command("policy", "check", str(folder(GOOD.replace('["RED"]', '["RED"], region = "x"'))))
    told = capsys.readouterr()
    assert "all well" in told.out
    assert "trial.toml, line 3: no area belongs to the region x." in told.err
