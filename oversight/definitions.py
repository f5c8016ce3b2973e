"""What each figure over time counts, and how: the words that stand beside it on the page."""

from oversight.measures import READMITTED_WITHIN

MOVEMENTS = "An admission or a discharge counts in the month of its date."
INPATIENTS = (
    "People in hospital at the end of the last day of the month, or today. People on extended "
    "section 17 leave are left out, as in national counts, so the BLUE list can show more."
)
MEDIAN = (
    "Each stay that ended counts in the quarter of the discharge. Its length is the days from "
    "admission to discharge. The median is the middle length: half of the stays, or more, were "
    "that long or shorter, and half, or more, that long or longer."
)
KNOWN = (
    "Each admission counts once, in the quarter of its date. The person was on the register before "
    "if they had an open record on the day before the admission."
)
IN_HOSPITAL = (
    "C(E)TRs in hospital are those due because the person is in hospital: after admission, repeats "
    "and statutory reviews."
)
OUTSIDE = (
    "C(E)TRs in the community are those that only a C(E)TR can meet: after a rating of RED, and "
    "after an emergency review (LAEP). Where either a multi-agency meeting or a C(E)TR is enough, "
    "as after a rating of AMBER or a discharge, it is counted on its own line. These are about "
    "people in your areas, and people whose stays your organisation pays for."
)
BY_THEIR_DATE = (
    "Each one that was due counts once, in the quarter of its due date, when that date has passed. "
    "It was held by its date if it took place on that day or before, even if it was recorded "
    "later. It was missed if it took place later, has not taken place, or was overdue when it "
    "stopped being due, for example at discharge. Those that were waived, or that were due only "
    "because of a mistake since corrected, are not counted."
)
READMITTED = (
    "Each discharge counts once, in the quarter of its date, when "
    f"{READMITTED_WITHIN} days have passed. It was followed by a readmission if another "
    f"stay of the same person began within {READMITTED_WITHIN} days, the day of the "
    "discharge included."
)
