"""What a person states of themselves, asked in the same words wherever it is asked.

Both are the person's to state and neither is required. "Not stated" says that they were asked and
chose not to say, "not known" that they were not asked; no answer is neither. Sex at birth is not
kept: no rule of the register needs it.
"""

from dataclasses import dataclass

from register.coded_lists import CodedList, ethnic_categories, gender_identities


@dataclass(frozen=True, slots=True)
class Stated:
    """Something that a person states: how it is asked, what it is called, and its codes."""

    asked: str
    called: str
    hint: str
    listed: CodedList

    def words(self, code: str) -> str:
        """Return what was stated in words; nothing where nothing was recorded."""
        return self.listed.words(code) if code else ""


ASK = "Ask the person. Select what they say, not what others think."

GENDER = Stated("How do they describe their gender?", "Gender", ASK, gender_identities())
ETHNICITY = Stated(
    "How do they describe their ethnic group?", "Ethnic group", ASK, ethnic_categories()
)
