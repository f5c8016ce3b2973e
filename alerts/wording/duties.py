"""What is said of the day on which Part 8A of the Mental Health Act begins."""

from alerts.wording.model import Wording

WORDS: dict[str, Wording] = {
    "part8a_proposed": Wording(
        "A change to Part 8A is waiting for you",
        "Another administrator has proposed a change to the day on which Part 8A of the Mental "
        "Health Act applies. Nothing changes until a second administrator confirms it. Please "
        "check it, then confirm or reject it.",
        "commencement",
    ),
    "part8a_rejected": Wording(
        "Your proposal about Part 8A was rejected",
        "Another administrator has rejected your proposal about Part 8A of the Mental Health Act. "
        "Nothing has changed. The register says why.",
        "commencement",
    ),
    "part8a_set": Wording(
        "The day on which Part 8A applies was changed",
        "You and another administrator have changed the day on which Part 8A of the Mental Health "
        "Act applies, or have switched it off. The DSR teams decide about people who were already "
        "detained.",
        "policy",
    ),
    "part8a_list": Wording(
        "People already detained when Part 8A begins",
        "The day on which Part 8A of the Mental Health Act begins has been set. Some people in "
        "your areas were already detained. Please decide from when it applies to each of them.",
        "already_detained",
    ),
    "part8a_off": Wording(
        "Part 8A has been switched off",
        "Part 8A of the Mental Health Act has been switched off in the register. Its duties will "
        "end. National policy asks for reviews and visits as before.",
        "policy",
    ),
}
