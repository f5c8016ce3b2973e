"""What is said of C(E)TRs."""

from alerts.wording.model import Wording

WORDS: dict[str, Wording] = {
    "review_requested": Wording(
        "A C(E)TR has been asked for",
        "A care (education) and treatment review has been asked for and waits to be arranged. It "
        "stays due until it is held.",
        "review_request",
    ),
    "review_arranged": Wording(
        "A C(E)TR has a date",
        "A care (education) and treatment review has been arranged, or its date has changed. "
        "Please tell the person and the family.",
        "review_request",
    ),
    "review_stopped": Wording(
        "A C(E)TR has stopped",
        "Consent to a care (education) and treatment review was withdrawn. Send nothing more to "
        "the panel, and tell those who were invited.",
        "review_request",
    ),
    "review_ended": Wording(
        "A C(E)TR will not take place",
        "A request that you recorded was declined, or the review was cancelled. The register says "
        "why. Please tell whoever asked.",
        "review_request",
    ),
}
