"""What is written about the made-up people: plain, humane, and about nobody."""

from register.rules import Level

AGAINST_FLOOR = "The team at home sees the person every day, and the consultant agrees."
"""Why a rating is lower than the policy has it so soon after a discharge."""

RATED: dict[Level, tuple[str, ...]] = {
    Level.RED: (
        "Home is close to breaking down and sleep has gone. Support overnight has been asked for.",
        "The placement gave notice yesterday. No one can say where the person lives from Friday.",
        "Two visits to A&E this week in great distress. The family is exhausted and afraid.",
        "Refuses food and medicine since the move. The community nurse sees the person daily.",
    ),
    Level.AMBER: (
        "Staff who know the person well have left. Anxiety rises in the evenings.",
        "School place is at risk and days have no shape. The family asks for short breaks.",
        "Self-harm has come back after a bereavement. Psychology has offered to start early.",
        "The flat is too loud and the tenancy in doubt. Sensory assessment is arranged.",
        "Medicines were changed and mood is low. Reviewed every week for now.",
    ),
    Level.GREEN: (
        "Settled in the new flat with a team that stays. Goes to the allotment twice a week.",
        "Support plan works; the family calls it a quiet season. Early signs are written down.",
        "College four days a week, bus on their own. The keyworker keeps in touch.",
        "Back at work in the café. Knows whom to ring before things become too much.",
    ),
}

WHY_NOW = (
    "Distress has grown over six weeks and the usual support no longer holds.",
    "The move from children's to adults' services has left a gap of two months.",
    "The person's mother is in hospital herself, and home cannot go on as it was.",
)
TRIED = (
    "Positive behaviour support, a medicines review, and respite one weekend in four.",
    "Short breaks, a sensory assessment, and two extra visits a week by the community team.",
)
HELP = (
    "A small team who stay, and a place to be quiet in the daytime.",
    "Night support for four weeks, and someone the person trusts to talk to.",
)
VIEWS = (
    "I want to stay in my own home with my cat. I do not want new people every day.",
    "I like it when you tell me what happens next. Hospital was loud and I was scared.",
    "I want to go back to college and see my friends on Thursdays.",
)
FAMILY_VIEWS = (
    "We can manage days; it is the nights that break us. Please do not send different people.",
    "We were not listened to the last time. Ring us before you decide.",
    "We are proud of how well this year has gone and want it to last.",
)

ACTIONS = (
    "Ask the council for the waking-night hours that the plan names",
    "Arrange the sensory assessment at home and send the findings to the team",
    "Write down early warning signs with the person, in pictures",
    "Bring the medicines review forward and tell the family the outcome",
    "Find out whether the day centre can offer two mornings",
    "Visit the proposed flat with the person and a supporter",
    "Send the hospital passport to everyone on the list of partners",
    "Agree with the school how the week begins again after the break",
    "Ask the advocate to meet the person before the next meeting",
    "Check that crisis numbers are on the fridge in easy read",
)
EVIDENCE = (
    "Done on Tuesday; the report is on our own record and went to the family.",
    "Visit made together. Photographs and notes are with the team.",
    "Hours agreed by the panel from the first of the month; letter received.",
)
EXTENSION = "The panel meets a week later than planned."

HEADLINES = (
    "Holding at home with extra hours",
    "Waiting for the tenancy decision",
    "Calmer since the routine came back",
    "Nights remain the hard part",
)
DISCUSSIONS = (
    (
        "Support as it is described in the plan was gone through. What works: the same two people, "
        "walks before noon, no surprises. What does not: weekends without a plan."
    ),
    (
        "The team heard how the week has been, what the person says about it, and what the family "
        "needs. Everyone knows who rings whom if it becomes too much."
    ),
)

SAFE = "Mostly. The person feels safe with people they know and unsafe in the corridor at night."
CARE = "Kind and busy. Staff know the communication passport; new staff have not read it yet."
FUTURE = "A home of their own near the family is wanted by all. A provider has been asked."
HOSPITAL = "Not for long. What is given here could be given at home with the right team."
SEEN = (
    (
        "Met the person in the garden room with their supporter. Spoke about food, leave and the "
        "plan for home. The ward was calm and the care plan up to date."
    ),
    (
        "Saw the person for half an hour and the ward manager after that. Leave goes well. The "
        "discharge date depends on the flat."
    ),
)
CONCERN = "Ask for the community provider's start date in writing"

BARRIERS = (
    "Waiting for a flat on the ground floor.",
    "The provider has still to find two members of staff.",
    "",
)
DESTINATIONS = ("Home with family", "Own flat with support", "Supported living, shared house")
URGENT = "Rated RED and the present support will not last over the weekend."
