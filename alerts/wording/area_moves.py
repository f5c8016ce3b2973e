"""What is said of hand-overs between areas."""

from alerts.wording.model import Wording

WORDS: dict[str, Wording] = {
    "move_red": Wording(
        "RED alert: another area asks you to take someone over",
        "Someone rated RED is moving to your area. The other area is responsible for them until "
        "you accept. RED means an immediate risk of admission: accept or return the hand-over "
        "now.",
        "person",
        urgent=True,
    ),
    "move_asked": Wording(
        "Another area asks you to take someone over",
        "Someone on the register is moving to your area. Accept the hand-over, or return it with "
        "a reason. Until then the record is open in both areas.",
        "person",
    ),
    "move_accepted": Wording(
        "A hand-over to another area was accepted",
        "The other area is responsible for the person from now on.",
        "area_moves",
    ),
    "move_returned": Wording(
        "A hand-over to another area was returned",
        "The other area returned it with a reason. Your area is still responsible for the person.",
        "person",
    ),
    "move_withdrawn": Wording(
        "A hand-over to your area was withdrawn",
        "The other area is still responsible for the person. You do not need to do anything.",
        "area_moves",
    ),
    "move_ended": Wording(
        "A hand-over to your area has ended",
        "The person is not on the register any more, or their record cannot be used. You do not "
        "need to do anything.",
        "area_moves",
    ),
    "move_no_team": Wording(
        "No one can accept a person who is moving to your area",
        "Someone on the register is moving to one of your areas, which has no DSR team member at "
        "the moment. The other area keeps them until someone accepts. Please make sure that "
        "someone does: an administrator can give the DSR team role.",
        "contact",
        urgent=True,
    ),
    "area_without_team_move": Wording(
        "An area that someone is moving to has no DSR team",
        "Someone on the register is moving to an area that has no DSR team member, so no one can "
        "accept them. Give someone the DSR team role for the area now.",
        "areas",
        urgent=True,
    ),
    "move_waits": Wording(
        "A hand-over is waiting between two areas",
        "Someone is moving from one area to another, and no one has accepted or returned the "
        "hand-over in time. The first area is responsible for them until someone does. Speak to "
        "each other now.",
        "area_moves",
        urgent=True,
    ),
}
