"""What is said of agreed actions, duties and cover."""

from alerts.wording.model import Wording

WORDS: dict[str, Wording] = {
    "action_agreed": Wording(
        "An action has been agreed for you",
        "You have a new action with a due date.",
        "action",
        waits=True,
    ),
    "action_chased": Wording(
        "Something about a RED rating is due",
        "An action or a duty about someone rated RED is due or overdue. Please see to it now.",
        "actions",
        urgent=True,
    ),
    "action_late_icb": Wording(
        "Something about a RED rating is overdue",
        "In one of your areas an action or a duty about someone rated RED is overdue. Please "
        "contact the DSR team.",
        "contact",
        urgent=True,
    ),
    "digest": Wording(
        "What needs your attention today",
        "Actions or duties that you answer for are due or overdue. Please update them.",
        "actions",
    ),
    "digest_icb": Wording(
        "Overdue actions in your areas",
        "Actions or duties in your areas are overdue and were followed up without an end. Please "
        "contact the DSR team.",
        "contact",
    ),
    "action_for_service": Wording(
        "Something has been agreed for you to do",
        "The Dynamic Support Register team has agreed with your service something that you are "
        "to do. This email cannot say what it is about: ring the team if you do not know. Use "
        "the link to answer. It works once.",
        "answer",
        waits=True,
    ),
    "action_for_service_due": Wording(
        "What was agreed for you to do is due",
        "What you agreed to do with the Dynamic Support Register team is due or overdue. Use "
        "the link to say whether it is done. It works once.",
        "answer",
        waits=True,
    ),
    "action_for_service_red": Wording(
        "What was agreed for you to do cannot wait",
        "What you agreed to do with the Dynamic Support Register team is urgent and due or "
        "overdue. Please see to it now. Use the link to say whether it is done. It works once.",
        "answer",
        urgent=True,
    ),
    "action_answered": Wording(
        "A service has answered about an action",
        "Someone without an account says that an action is not done, or not theirs. Decide "
        "what follows.",
        "action",
        waits=True,
    ),
    "action_done": Wording(
        "An action has been marked done",
        "Please confirm it or send it back.",
        "action",
        waits=True,
    ),
    "action_sent_back": Wording(
        "An action has come back to you",
        "The DSR team could not confirm it yet.",
        "action",
        waits=True,
    ),
    "action_extended": Wording(
        "The date of an action has been moved",
        "An action has a new due date. The register has the date and the reason.",
        "action",
        waits=True,
    ),
    "action_cancelled": Wording(
        "An action of yours is cancelled",
        "You need not do it any more. The register has the reason.",
        "action",
        waits=True,
    ),
    "action_reopened": Wording(
        "An action of yours is open again",
        "It was ended by mistake. The register says why it is open again, and whether you still "
        "need to do it.",
        "action",
        waits=True,
    ),
    "action_for_service_ended": Wording(
        "What was agreed for you to do is cancelled",
        "You need not do any more what you agreed with the Dynamic Support Register team. Ring "
        "the team if you do not know what it was.",
        "contact",
        waits=True,
    ),
    "cover_arranged": Wording(
        "You cover for a colleague",
        "For some days you stand in for a colleague: their actions are on your list, and you "
        "are reminded of them too.",
        "cover",
        waits=True,
    ),
}
