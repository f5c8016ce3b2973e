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
    "email_confirm": Wording(
        "Confirm your new email address",
        "Someone asked to use this email address for their account on the register. If that was "
        "you, follow the link within 3 days, signed in with your current address. If it was not, "
        "do nothing.",
        "confirm_email",
    ),
    "email_asked": Wording(
        "Someone asked to change your email address",
        "Someone signed in to your account and asked to change its email address. It will change "
        "when they follow a link that we sent to the new address. If this was not you, sign in, "
        "cancel the change and change your password, then tell the DSR team at once.",
        "old_email",
    ),
    "email_taken": Wording(
        "Someone tried to use your email address",
        "Someone asked to use this email address for another account. It is the address of "
        "your account, so nothing has changed. If you have 2 accounts, tell the DSR team. If "
        "you did not expect this, you do not need to do anything.",
        "contact",
    ),
    "email_moved": Wording(
        "The email address of your account has changed",
        "The email address for your account has changed. Use the new one to sign in. "
        "If this was not you, tell the DSR team at once.",
        "former_email",
    ),
    "email_changed": Wording(
        "You can now sign in with this email address",
        "Your account on the register now has this email address. Sign in with it from now on. "
        "Your password is the same. If you did not expect this, tell the DSR team at once.",
        "new_email",
    ),
    "account_details": Wording(
        "Your account details were corrected",
        "Someone who manages accounts changed your name, job, phone number or organisation. "
        "Check them on your account page. If they are wrong, correct them there or tell the DSR "
        "team.",
        "account",
    ),
    "security": Wording(
        "Your sign-in details were changed",
        "The password or second factor of your account was changed. If that was not you, tell "
        "the DSR team at once.",
        "contact",
    ),
}
