"""A tool as a region would load it: 19 invented items with weights, for adults.

Its questions and weights are made up. It only has the shape of a licensed tool.
"""


def text(*, version: int = 1, name: str = "nineteen", population: str = "adult") -> str:
    """Return the file of the tool: 19 items that weigh 0.5 to 9.5."""
    head = f"""\
id = "{name}"
title = "Invented weighted tool"
version = {version}
scored = true
clinical_use = true
population = "{population}"
licence = "Invented for tests."
most_unknown = 3

[[option]]
id = "no"
label = "No"

[[option]]
id = "yes"
label = "Yes"
counts = true

[[option]]
id = "not-known"
label = "Not known"
unknown = true

[[cut_off]]
level = "GREEN"
from = 0
below = 22.5

[[cut_off]]
level = "AMBER"
from = 22.5
below = 60

[[cut_off]]
level = "RED"
from = 60
below = 200
"""
    items = [
        f"""
[[item]]
id = "item-{number}"
text = "Invented question {number}"
guidance = "Invented guidance {number}."
weights = {{ no = 0, yes = {number / 2} }}
"""
        for number in range(1, 20)
    ]
    return head + "".join(items)
