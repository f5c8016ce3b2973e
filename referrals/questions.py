"""What the referral form asks, as data: one table a section. Plain values only.

The forms are built from these tables and the frozen copy takes its words from them, so that
what was asked is kept beside what was answered. The union of published referral forms
(domain 6) and the best published minimum data (domain 1.2, S11).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.dates import in_words
from core.names import NO_HOME, ONE_NAME
from core.nhs_number import show
from referrals.rules import SectionKey
from register.coded_lists import CodedList
from register.rules import Diagnosis
from register.stated import ETHNICITY, GENDER, Stated

Choices = tuple[tuple[str, str], ...]
YES_NO_UNKNOWN: Choices = (("yes", "Yes"), ("no", "No"), ("unknown", "I do not know"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `kind` is line, name, text, date, nhs_number, yes_no, choice, coded,
    organisation; `called` is the noun for messages; `reveals` names what an answer opens;
    `listed` is the list of a coded one."""

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    called: str = ""
    hint: str = ""
    missing: str = ""
    choices: Choices = ()
    listed: CodedList | None = None
    reveals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limit: int | None = None
    heading: str = ""

    def words(self, answers: Mapping[str, Any]) -> str:
        """Return the answer as a page shows it; nothing when it was not given."""
        value = answers.get(self.name)
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if self.kind == "date":
            return in_words(date.fromisoformat(str(value)))
        if self.kind == "nhs_number":
            return show(str(value))
        if self.kind == "organisation":
            return str(answers.get(f"{self.name}_name", ""))
        said = str(value)
        return self.listed.words(said) if self.listed else dict(self.choices).get(said, said)


def _open(name: str, label: str, **more: Any) -> Question:
    return Question(name=name, label=label, kind="text", **more)


def _line(name: str, label: str, **more: Any) -> Question:
    return Question(name=name, label=label, kind="line", **more)


def _known(name: str, label: str, detail: str, **more: Any) -> tuple[Question, Question]:
    """Return a question with an honest "I do not know", and what "yes" opens."""
    asked = Question(
        name=name,
        label=label,
        kind="choice",
        choices=YES_NO_UNKNOWN,
        reveals={"yes": (f"{name}_detail",)},
        missing=f"Select yes, no or I do not know: {label[:1].lower()}{label[1:].rstrip('?')}",
        **more,
    )
    return asked, _open(f"{name}_detail", detail, called="Details")


def _stated(name: str, one: Stated, **more: Any) -> Question:
    """Return the question about what the person states, which may stay without an answer."""
    return Question(
        name=name, label=one.asked, called=one.called, hint=one.hint, kind="coded",
        listed=one.listed, required=False, **more,
    )  # fmt: skip


DIAGNOSES: Choices = tuple((one.value, one.label) for one in Diagnosis)

PERSON = (
    Question(
        name="given_name", label="First name", kind="name", required=False,
        heading="Name and date of birth",
    ),
    Question(name="family_name", label="Last name", kind="name", hint=ONE_NAME),
    Question(name="preferred_name", label="Preferred name", kind="name", required=False),
    Question(name="birth_date", label="Date of birth", kind="date"),
    _stated("gender", GENDER, heading="Gender and ethnic group"),
    _stated("ethnicity", ETHNICITY),
    Question(
        name="knows_number", label="Do you know the person's NHS number?", kind="yes_no",
        reveals={"yes": ("nhs_number",)}, heading="NHS number",
        missing="Select yes if you know the person's NHS number",
    ),
    Question(
        name="nhs_number", label="NHS number", kind="nhs_number",
        hint="10 digits, for example 999 123 4578. Spaces do not matter.",
    ),
    _open(
        "address", "Address", limit=500, heading="Where the person lives and how to reach them",
        hint="If they have no fixed home, say so and where they can be found.",
    ),
    _line("postcode", "Postcode", limit=10, required=False, hint=NO_HOME),
    _line("phone", "Phone number or other contact", limit=40, required=False),
    _line("gp_practice", "GP practice", limit=150, hint="If there is none, say so."),
    Question(
        name="ordinary_residence_la", label="Local authority of ordinary residence",
        kind="organisation", required=False, hint="Leave empty if you do not know.",
    ),
    Question(
        name="learning_disability", label="Learning disability", kind="choice", choices=DIAGNOSES,
        heading="Diagnosis", missing="Select how sure a learning disability is",
    ),
    Question(
        name="autism", label="Autism", kind="choice", choices=DIAGNOSES,
        missing="Select how sure autism is",
    ),
    _open("other_diagnoses", "Other diagnoses or health conditions", required=False),
    Question(
        name="ehc_plan", label="Does the person have an education, health and care (EHC) plan?",
        kind="choice", choices=YES_NO_UNKNOWN,
        missing="Select whether the person has an EHC plan",
    ),
)  # fmt: skip

WHY_NOW = (
    _open(
        "reason", "Why do you refer this person now?", called="Why you refer this person now",
        hint="What has changed, and since when.",
    ),
    _open(
        "issues", "What issues could lead to an admission?",
        called="The issues that could lead to an admission",
    ),
    _open(
        "tried", "What has been tried, and what came of it?", called="What has been tried",
        hint="If nothing yet, say so.",
    ),
    _open("would_help", "What could reduce the risk further?", required=False),
    *_known("mental_health", "Does the person have a mental health condition, or signs of one?",
            "What is it, who treats it, and is it stable?",
            heading="Health, and what happened before"),
    *_known("emergency", "Was the person in A&E or in crisis in the last month?",
            "When, and what happened?"),
    *_known("admissions", "Was the person ever in a mental health or specialist hospital?",
            "When, where and for how long?"),
    *_known("justice", "Is the person in contact with the police or the courts?",
            "What kind of contact?"),
    *_known("safeguarding", "Are there safeguarding concerns, now or before?",
            "What concerns, and who deals with them?"),
)  # fmt: skip

LIVING = (
    Question(
        name="setting", label="Where does the person live?", kind="choice",
        called="Where the person lives", missing="Select where the person lives",
        choices=(
            ("family", "With family"),
            ("own", "In their own home"),
            ("supported", "Supported living"),
            ("residential", "Residential or nursing home"),
            ("school", "Residential school or college"),
            ("foster", "Foster care or children's home"),
            ("prison", "Prison or young offender institution"),
            ("none", "No fixed home"),
            ("other", "Somewhere else"),
        ),
    ),
    Question(
        name="stability", label="How stable is this?", kind="choice",
        called="How stable this is", missing="Select how stable this is",
        choices=(
            ("stable", "Stable"),
            ("at_risk", "At risk of breaking down"),
            ("ending", "Notice has been given or it has broken down"),
            ("unknown", "I do not know"),
        ),
    ),
    _open("setting_detail", "Who supports the person there, and how?", called="Who supports them"),
    _open(
        "education", "What does the person do in the day? School, college, work or other things",
        called="What the person does in the day",
        hint="Say if a place has been lost or is about to be.",
    ),
)  # fmt: skip

COMMUNICATION = (
    _open(
        "needs", "How does the person communicate, and what helps them to understand?",
        called="How the person communicates",
    ),
    _open(
        "adjustments", "What reasonable adjustments does the person need?",
        called="Reasonable adjustments",
        hint="For example quiet places, longer appointments, a named person, easy read letters.",
    ),
    _line("language", "First language, if not English", required=False),
    Question(name="interpreter", label="Is an interpreter needed?", kind="yes_no",
             missing="Select yes if an interpreter is needed"),
)  # fmt: skip

VIEWS = (
    _open(
        "person_view", "What does the person say about this?", called="What the person says",
        hint="In their own words where you can. If they were not asked, say why.",
    ),
    _open(
        "family_view", "What do family and carers say?", called="What family and carers say",
        hint="If there are none, or they were not asked, say so.",
    ),
    _open("disagree", "Does anyone disagree, and about what?", required=False),
)  # fmt: skip

REVIEWS = (
    *_known("held", "Was there a C(E)TR in the last 12 months?",
            "When, and what did it recommend?"),
    *_known("asked", "Has a C(E)TR been asked for?", "When, and by whom?"),
    _open("partners", "Who would need to take part if a C(E)TR were held?", required=False,
          hint="People and services. You can also tick them among the people you named."),
)  # fmt: skip

UPDATE = (
    _open(
        "changed", "What has changed since the last rating?", called="What has changed",
        hint="Events, placement, health, people. If nothing, say so.",
    ),
    _open("tried", "What has been done, and what came of it?", called="What has been done"),
    _open(
        "person_view", "What does the person say about this?", called="What the person says",
        hint="In their own words where you can. If they were not asked, say why.",
    ),
    _open("family_view", "What do family and carers say?", called="What family and carers say",
          hint="If there are none, or they were not asked, say so."),
    _open("would_help", "What could reduce the risk further?", required=False),
)  # fmt: skip

ADVOCATE = Question(
    name="advocate",
    label="Does the person have an advocate?",
    kind="choice",
    choices=(*YES_NO_UNKNOWN[:2], ("asked", "One has been asked for"), YES_NO_UNKNOWN[2]),
    reveals={"yes": ("advocate_detail",)},
    missing="Select whether the person has an advocate",
    heading="Advocate",
)
ADVOCATE_DETAIL = _line("advocate_detail", "Name and contact of the advocate", called="Advocate")

TABLES: dict[SectionKey, tuple[Question, ...]] = {
    SectionKey.PERSON: PERSON,
    SectionKey.WHY_NOW: WHY_NOW,
    SectionKey.LIVING: LIVING,
    SectionKey.COMMUNICATION: COMMUNICATION,
    SectionKey.VIEWS: VIEWS,
    SectionKey.REVIEWS: REVIEWS,
}

DECLARATION = (
    "What I have written is true as far as I know. The lawful basis that I recorded is also in "
    "my own organisation's records. I know that the register is not an emergency service, and "
    "that I stay responsible for this person's care until others agree to take it on."
)


@dataclass(frozen=True, slots=True)
class Row:
    """A question and its answer, as they are shown and kept."""

    question: str
    answer: str

    def as_json(self) -> dict[str, str]:
        """Return it as plain values."""
        return {"question": self.question, "answer": self.answer}


def rows_of(questions: Sequence[Question], answers: Mapping[str, Any]) -> list[Row]:
    """Return each question with its answer; one that was not opened is left out."""
    below = {
        name: (one.name, value)
        for one in questions
        for value, names in one.reveals.items()
        for name in names
    }
    shown = []
    for one in questions:
        if one.name in below:
            parent, value = below[one.name]
            given = answers.get(parent)
            given = {True: "yes", False: "no"}.get(given, given) if given is not None else None
            if given != value:
                continue
        shown.append(Row(one.label, one.words(answers)))
    return shown
