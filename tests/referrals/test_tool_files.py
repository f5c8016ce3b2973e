"""A malformed tool file is refused with file, line and reason."""

import json

import pytest
from django.core.management import CommandError, call_command

from referrals import tool_files

GOOD = """\
id = "trial"
title = "Trial"
version = 1
scored = true
clinical_use = false
population = "all"
licence = "None"

[[option]]
id = "no"
label = "No"

[[option]]
id = "yes"
label = "Yes"

[[option]]
id = "unsure"
label = "Not known"
unknown = true

[[cut_off]]
level = "GREEN"
from = 0
below = 2.5

[[cut_off]]
level = "RED"
from = 2.5
below = 10

[[override]]
level = "RED"
all = ["one"]
answered = "yes"
reason = "R."

[[item]]
id = "one"
text = "One?"
guidance = "G."
weights = { no = 0, yes = 2 }

[[item]]
id = "two"
text = "Two?"
guidance = "G."
weights = { no = 0, yes = 3 }
"""


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "trial.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_good_file_is_read(file):
    tool = tool_files.read(file(GOOD))
    assert (tool.id, tool.version, len(tool.items), len(tool.cut_offs)) == ("trial", 1, 2, 2)


@pytest.mark.parametrize(
    ("was", "now", "line", "words"),
    [
        ("no = 0, yes = 3", "no = 0", 48, "weight of option yes is missing"),
        ("weights = { no = 0, yes = 3 }", "", 44, "weights is missing"),
        ("yes = 3", "yes = 3, maybe = 1", 48, "no scored option"),
        ("yes = 3", "yes = 3, unsure = 1", 48, "no scored option"),
        ("yes = 3", 'yes = "3"', 48, "yes must be a number"),
        ("yes = 3", "yes = nan", 48, "ordinary size"),
        ("yes = 3", "yes = 1e300", 48, "ordinary size"),
        ("yes = 3", "yes = true", 48, "yes must be a number"),
        ("from = 2.5", "from = 2.4", 29, "overlapping cut-offs"),
        ("from = 2.5", "from = 3", 29, "gap between cut-offs"),
        ("from = 0", "from = 1", 24, "gap below the cut-offs"),
        ("below = 10", "below = 5", 30, "gap above the cut-offs"),
        ("below = 10", "below = 2.5", 30, "below must be more than from"),
        ('level = "RED"\nfrom', 'level = "GREEN"\nfrom', 28, "must not stand above"),
        ('level = "RED"\nfrom', 'level = "BLUE"\nfrom', 28, "unknown 'BLUE'"),
        ('answered = "yes"', 'answered = "maybe"', 35, "no option maybe"),
        ('answered = "yes"', 'answered = "unsure"', 35, "no option unsure"),
        ('all = ["one"]', 'all = ["three"]', 34, "unknown 'three'"),
        ('id = "two"', 'id = "one"', 45, "item one is given twice"),
        ('id = "yes"', 'id = "no"', 14, "option no is given twice"),
        (
            'guidance = "G."\nweights = { no = 0, yes = 2',
            'options = ["maybe"]\nguidance = "G."\nweights = { no = 0, yes = 2',
            41,
            "unknown 'maybe'",
        ),
        ("scored = true", "scored = false", 42, "weights in a tool that is not scored"),
        ('licence = "None"\n', "", 1, "licence is missing"),
        ('population = "all"', 'population = "dogs"', 6, "unknown 'dogs'"),
        ("version = 1", "version = 0", 3, "version must be"),
        ("version = 1", "version = 1\nverison = 2", 4, "did you mean version"),
        ('title = "Trial"', "title = Trial", 2, "is not TOML"),
        ("unknown = true", "unknown = true\ncounts = true", 21, "cannot count as a risk"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(file, was, now, line, words):
    assert was in GOOD
    with pytest.raises(tool_files.ToolFileError, match=words) as refused:
        tool_files.read(file(GOOD.replace(was, now, 1)))
    assert refused.value.file == "trial.toml"
    lines = GOOD.replace(was, now, 1).splitlines()
    assert refused.value.line == line, lines[refused.value.line - 1]


def test_the_newest_version_of_a_tool_is_used_and_one_version_stands_once(tmp_path, file):
    file(GOOD)
    (tmp_path / "newer.toml").write_text(GOOD.replace("version = 1", "version = 2"))
    assert tool_files.load(tmp_path)["trial"].version == 2
    (tmp_path / "again.toml").write_text(GOOD)
    with pytest.raises(tool_files.ToolFileError, match="version 1 is in two files"):
        tool_files.load(tmp_path)


def test_a_folder_without_tools_is_refused(tmp_path):
    with pytest.raises(tool_files.ToolFileError, match="no tool files"):
        tool_files.load(tmp_path)


def test_the_command_checks_files(file, capsys):
    call_command("tool", "check", "--json")
    assert json.loads(capsys.readouterr().out)["ok"] is True
    with pytest.raises(CommandError, match=r"trial.toml, line 29: overlapping"):
        call_command("tool", "check", str(file(GOOD.replace("from = 2.5", "from = 2"))), "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["line"]) == (False, 29)
