"""What is said of accounts and of requests for one."""

from alerts.wording.model import Wording

WORDS: dict[str, Wording] = {
    "verify_address": Wording(
        "Confirm your email address",
        "Someone asked for an account on the register with this email address. If that was "
        "you, confirm the address. If it was not, do nothing.",
        "verification",
    ),
    "account_known": Wording(
        "You already have an account",
        "Someone asked for an account with this email address, which already has one. If that "
        "was you, sign in. If you have forgotten your password you can choose a new one there.",
        "sign_in",
    ),
    "account_waiting": Wording(
        "An account request is waiting",
        "Someone has asked for an account for your area. Approve or decline it.",
        "account_requests",
    ),
    "account_approved": Wording(
        "Your account is ready",
        "Your request for an account has been approved. Choose a password, then sign in.",
        "set_password",
    ),
    "account_declined": Wording(
        "Your request for an account",
        "Your request for an account has not been approved. The DSR team can tell you why.",
        "contact",
    ),
    "password_reset": Wording(
        "Choose a new password",
        "Someone asked to choose a new password for your account. If that was you, follow the "
        "link. If it was not, do nothing: your password stays as it is.",
        "set_password",
    ),
    "account_unlocked": Wording(
        "Your account is unlocked",
        "Your account can be used again. Choose a new password, then sign in. If you did not "
        "expect this, contact the DSR team.",
        "set_password",
    ),
    "account_locked_holdings": Wording(
        "People or actions in your area have no owner",
        "An account has been locked. The people its holder led and the actions they owned in "
        "your area have no owner until you give them to someone else.",
        "without_owner",
    ),
    "security": Wording(
        "Your sign-in details were changed",
        "The password or second factor of your account was changed. If that was not you, tell "
        "the DSR team at once.",
        "contact",
    ),
}
