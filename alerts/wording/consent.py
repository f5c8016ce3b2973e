"""What is said of removal, advice and records closed."""

from alerts.wording.model import Wording

WORDS: dict[str, Wording] = {
    "record_closed": Wording(
        "A record is no longer available",
        "A record that you could see is no longer available to you. Support for the person must "
        "not be compromised: the team around them stays responsible, escalates concerns, and may "
        "ask the DSR team for advice.",
        "contact",
    ),
    "removal_asked": Wording(
        "Someone has asked for information to be removed",
        "A request from the public page is waiting. We do not know which area it is for. If you "
        "know the person, find their record.",
        "removals",
    ),
    "advice_asked": Wording(
        "A question without a name is waiting",
        "A colleague has asked the DSR team for advice about someone, without naming them.",
        "advice",
    ),
    "advice_given": Wording(
        "Your question to the DSR team has been answered",
        "The answer is on the register. Question and answer are removed after some weeks.",
        "advice",
    ),
}
