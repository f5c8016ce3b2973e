"""What answers to a clinical support tool suggest."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from referrals import tool_files
from referrals.tool_engine import (
    ORDER,
    AnswersError,
    changes,
    read_answers,
    snapshot,
    suggest,
)
from referrals.tool_model import Population

TOOLS = tool_files.load()
PROMPTS = TOOLS["local-prompts"]
SCORED = TOOLS["example-scored"]
KEY = ["mental-health", "behaviour", "environment", "crisis"]


def all_answered(tool, option):
    return {item.id: option for item in tool.items}


# --- The register's own prompts ------------------------------------------------------------------


def test_the_prompts_are_twenty_two_in_order_with_four_key_questions():
    assert [item.number for item in PROMPTS.items] == list(range(1, 23))
    assert [item.id for item in PROMPTS.items if item.key] == KEY
    assert all(item.guidance for item in PROMPTS.items)
    assert [option.id for option in PROMPTS.options] == ["no", "historic", "current", "not-known"]
    assert not PROMPTS.scored


def test_all_four_key_questions_current_suggest_red():
    found = suggest(PROMPTS, dict.fromkeys(KEY, "current"))
    assert found.level == "RED"
    assert found.drivers == tuple(KEY)
    assert "All four key questions" in found.reasons[0]
    assert found.cannot_suggest_reason == ""


@pytest.mark.parametrize("other", ["no", "historic", "not-known", None])
def test_three_key_questions_suggest_nothing_and_say_why(other):
    found = suggest(PROMPTS, dict.fromkeys(KEY, "current") | {"crisis": other})
    assert found.level is None
    assert found.score is None
    assert "the clinician decides" in found.cannot_suggest_reason
    still_open = other in {"not-known", None}
    assert (found.could_be == "RED") is still_open
    assert ("It would suggest RED" in found.cannot_suggest_reason) is still_open


def test_every_other_answer_current_does_not_suggest_for_the_clinician():
    answers = all_answered(PROMPTS, "current") | {"mental-health": "no"}
    found = suggest(PROMPTS, answers)
    assert found.level is None
    assert len(found.drivers) == 21


def test_what_is_for_children_is_not_asked_about_adults():
    adult = {item.id for item in PROMPTS.items_for(Population.ADULT)}
    assert {item.id for item in PROMPTS.items} - adult == {"residential-school", "transition"}
    found = suggest(PROMPTS, {"transition": "current"}, whom=Population.ADULT)
    assert "transition" not in found.drivers + found.unknown


# --- Scores --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "score", "level"),
    [
        ({}, "0", "GREEN"),
        ({"crisis": "some", "home": "some"}, "3.5", "GREEN"),
        ({"crisis": "severe"}, "4", "AMBER"),
        ({"crisis": "severe", "home": "severe"}, "7", "RED"),
        ({"crisis": "severe", "home": "some", "health": "severe"}, "8.0", "AMBER"),
        (
            {"home": "severe", "health": "severe", "school": "severe", "carer": "severe"},
            "9.5",
            "RED",
        ),
    ],
)
def test_scores_are_exact_and_cut_where_the_file_says(answers, score, level):
    found = suggest(SCORED, all_answered(SCORED, "no") | answers)
    assert (found.level, found.score) == (level, Decimal(score))
    assert found.reasons[0].startswith("Example, not for clinical use")


def test_the_strongest_answers_are_named_first():
    answers = all_answered(SCORED, "no") | {"carer": "some", "crisis": "severe", "home": "some"}
    assert suggest(SCORED, answers).drivers == ("crisis", "home", "carer")


def test_what_is_not_known_is_said_and_what_it_could_lead_to():
    answers = all_answered(SCORED, "no") | {"crisis": "severe", "home": "not-known"}
    found = suggest(SCORED, answers | {"health": None})
    assert (found.level, found.unknown, found.could_be) == ("AMBER", ("home", "health"), "RED")
    assert any("At least AMBER" in reason for reason in found.reasons)


def test_too_much_not_known_gives_no_suggestion_unless_an_override_does():
    found = suggest(SCORED, {"health": "severe"})
    assert found.level is None
    assert "Too much is not known: 4 items" in found.cannot_suggest_reason
    assert suggest(SCORED, {"crisis": "severe", "home": "severe"}).level == "RED"


# --- Answers -------------------------------------------------------------------------------------


def test_items_go_by_id_or_number_and_options_by_id_or_label():
    given = {
        "1": "Current",
        "Behaviour": "CURRENT",
        "3": "Historic (up to 3 years)",
        "4": "not_known",
    }
    assert read_answers(PROMPTS, given) == {
        "mental-health": "current",
        "behaviour": "current",
        "environment": "historic",
        "crisis": "not-known",
    }


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ({"mentalhealth": "no", "crisis": "often"}, ["mentalhealth", "crisis"]),
        ({"1": "no", "mental-health": "no"}, ["mental-health"]),
        ({"crisis": ["no"]}, ["crisis"]),
        ({"crisis": 3}, ["crisis"]),
        ({"23": "no"}, ["23"]),
        ({"crisis\ud800": "no"}, ["crisis\\ud800"]),
        ([], ["answers"]),
        ({str(n): "no" for n in range(2000)}, ["answers"]),
    ],
)
def test_answers_that_do_not_fit_are_all_named(answers, keys):
    with pytest.raises(AnswersError) as refused:
        suggest(PROMPTS, answers)
    assert [key for key, _message in refused.value.problems] == keys


def test_changes_say_what_went_up_and_down():
    old = {"crisis": "current", "carer": "no", "justice": "no", "self-harm": "not-known"}
    new = {"crisis": "historic", "carer": "current", "justice": "no", "self-harm": "no"}
    found = [(one.item.id, one.direction) for one in changes(PROMPTS, old, new)]
    assert found == [("crisis", "down"), ("self-harm", "changed"), ("carer", "up")]
    assert changes(PROMPTS, new, new) == []
    (one,) = changes(PROMPTS, {}, {"crisis": "no"})
    assert (one.was, one.direction) == (None, "changed")


def test_a_snapshot_keeps_the_questions_and_answers_in_words():
    kept = snapshot(PROMPTS, {"crisis": "historic"})
    assert len(kept) == 22
    assert kept[3]["answer"] == "Historic (up to 3 years)"
    assert kept[0]["answer"] == "Not answered"


# --- Any valid tool, any answers -----------------------------------------------------------------

OPTIONS = ["none", "low", "high", "unsure"]
WEIGHT = st.decimals(0, 20, places=1)


@st.composite
def tools(draw):
    """A valid scored tool with weights that are not negative, read from its file's text."""
    count = draw(st.integers(1, 6))
    weights = [draw(st.tuples(WEIGHT, WEIGHT, WEIGHT)) for _ in range(count)]
    highest = sum(max(three) for three in weights)
    cuts = sorted(draw(st.sets(st.decimals(Decimal("0.1"), 120, places=1), max_size=2)))
    ends = [*cuts, max([highest, *cuts]) + 1]
    text = 'id = "trial"\ntitle = "Trial"\nversion = 1\nscored = true\nclinical_use = false\n'
    text += f'population = "all"\nlicence = "None"\nmost_unknown = {draw(st.integers(0, count))}\n'
    for option in OPTIONS:
        text += f'[[option]]\nid = "{option}"\nlabel = "{option.title()}"\n'
        text += "unknown = true\n" if option == "unsure" else ""
    start = Decimal(0)
    for level, end in zip(ORDER, ends, strict=False):
        text += f'[[cut_off]]\nlevel = "{level}"\nfrom = {start}\nbelow = {end}\n'
        start = end
    for number, three in enumerate(weights):
        pairs = ", ".join(f"{name} = {w}" for name, w in zip(OPTIONS, three, strict=False))
        text += f'[[item]]\nid = "i{number}"\ntext = "T"\nguidance = "G"\nweights = {{ {pairs} }}\n'
    if draw(st.booleans()):
        text += '[[override]]\nlevel = "RED"\nall = ["i0"]\nanswered = "low"\nreason = "R."\n'
    return text


@pytest.fixture(scope="module")
def read_text(tmp_path_factory):
    path = tmp_path_factory.mktemp("tools") / "trial.toml"

    def read(text):
        path.write_text(text, encoding="utf-8")
        return tool_files.read(path)

    return read


def answers_to(tool):
    named = {item.id: st.sampled_from([*OPTIONS, None, ""]) for item in tool.items}
    return st.fixed_dictionaries({}, optional=named)


@given(st.data())
@settings(max_examples=150)
def test_any_answers_give_a_suggestion_or_a_reason_and_always_the_same(read_text, data):
    tool = read_text(data.draw(tools()))
    answers = data.draw(answers_to(tool))
    found = suggest(tool, answers)
    assert (found.level is None) is bool(found.cannot_suggest_reason)
    assert found == suggest(tool, dict(reversed(answers.items())))
    if found.level:
        assert ORDER.index(found.could_be) >= ORDER.index(found.level)


@given(st.data())
@settings(max_examples=150)
def test_raising_one_answer_never_lowers_the_suggestion(read_text, data):
    tool = read_text(data.draw(tools()))
    answers = data.draw(answers_to(tool))
    item = data.draw(st.sampled_from(tool.items))
    before = item.rank(answers.get(item.id) or "")
    higher = [name for name in OPTIONS[:3] if before is None or item.weights[name] >= before]
    raised = suggest(tool, answers | {item.id: data.draw(st.sampled_from(higher))})
    rank = {None: -1} | {level: place for place, level in enumerate(ORDER)}
    assert rank[raised.level] >= rank[suggest(tool, answers).level]


@given(
    st.dictionaries(
        st.one_of(st.sampled_from([item.id for item in PROMPTS.items]), st.text(max_size=8)),
        st.one_of(
            st.sampled_from([option.id for option in PROMPTS.options]),
            st.none(),
            st.text(max_size=8),
            st.integers(),
            st.lists(st.none(), max_size=1),
        ),
        max_size=8,
    )
)
def test_anything_at_all_is_answered_or_refused_with_its_problems(answers):
    try:
        found = suggest(PROMPTS, answers)
    except AnswersError:
        return
    assert (found.level is None) is bool(found.cannot_suggest_reason)


# --- The command ---------------------------------------------------------------------------------


@pytest.fixture
def answers_file(tmp_path):
    def write(text):
        path = tmp_path / "answers.json"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_the_command_suggests_in_json(answers_file, capsys):
    answers = dict.fromkeys(KEY, "current")
    for given_as in (answers, {"answers": answers}):
        path = answers_file(json.dumps(given_as))
        call_command("tool", "suggest", "local-prompts", "--answers", path, "--json")
        found = json.loads(capsys.readouterr().out)
        assert (found["level"], found["tool"], found["version"]) == ("RED", "local-prompts", 1)


def test_the_command_says_in_words_that_a_clinician_decides(answers_file, capsys):
    call_command("tool", "suggest", "local-prompts", "--answers", answers_file("{}"))
    assert "the clinician decides" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("tool", "text", "words"),
    [
        ("no-such", "{}", "unknown tool 'no-such'; known: example-scored, local-prompts"),
        ("local-prompts", "{", "is not JSON"),
        ("local-prompts", "[]", "must be an object"),
        ("local-prompts", '{"tea": "no"}', "tea: Local structured prompts has no such item"),
        ("local-prompts", '{"crisis": "tea"}', "crisis: has no option tea"),
    ],
)
def test_the_command_fails_in_one_clear_line(answers_file, tool, text, words):
    with pytest.raises(CommandError, match=words) as failed:
        call_command("tool", "suggest", tool, "--answers", answers_file(text))
    assert failed.value.returncode == 1
    assert "\n" not in str(failed.value)


def test_tools_are_listed_with_their_items(capsys):
    call_command("tool", "list", "--json")
    listed = {one["id"]: one for one in json.loads(capsys.readouterr().out)}
    assert len(listed["local-prompts"]["items"]) == 22
    assert "not for clinical use" in listed["example-scored"]["title"]
