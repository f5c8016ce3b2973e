"""What is said of referrals, requests to be included and training."""

from alerts.wording.model import Wording

WORDS: dict[str, Wording] = {
    "red_referral": Wording(
        "RED alert: a referral needs you now",
        "A referral rated RED has been received and no one has acknowledged it. RED means an "
        "immediate risk of admission. Acknowledge it, then arrange an urgent meeting.",
        "red",
        urgent=True,
    ),
    "draft_expiring": Wording(
        "A draft of yours will be removed",
        "A referral that you began and have not sent will be removed in a few days. Open it and "
        "save it to keep it, send it, or discard it.",
        "referral",
        waits=True,
    ),
    "update_draft_expiring": Wording(
        "A draft of yours will be removed",
        "An update that you began and have not sent will be removed in a few days. Open it and "
        "save it to keep it, or send it.",
        "person",
        waits=True,
    ),
    "referral_received": Wording(
        "A referral is waiting for triage", "A new referral has been received.", "referral"
    ),
    "information_asked": Wording(
        "Your referral: more information is needed",
        "The DSR team needs more information before it can decide. The clock waits for you.",
        "referral",
    ),
    "information_given": Wording(
        "A referral has been answered",
        "The referrer has answered. The referral waits for triage again.",
        "referral",
    ),
    "referral_accepted": Wording(
        "Your referral has been accepted",
        "The person you referred is on the register. Please tell the person, their family and "
        "the team around them.",
        "referral",
    ),
    "referral_declined": Wording(
        "Your referral: the outcome",
        "Your referral has not been accepted. The reason and advice are on the register. Support "
        "for the person must not be compromised.",
        "referral",
    ),
    "referral_reopened": Wording(
        "Your referral is being looked at again",
        "The decision on your referral was recorded by mistake. The DSR team is looking at it "
        "again. "
        "You do not need to send it again.",
        "referral",
    ),
    "referral_restored": Wording(
        "The decision on your referral still applies",
        "We put your referral back to triage by mistake. We have restored the decision. Nothing "
        "in it has changed.",
        "referral",
    ),
    "red_referral_again": Wording(
        "RED alert: a withdrawn referral is active again",
        "The referrer withdrew a RED referral by mistake and has undone it. RED "
        "means an immediate risk of admission. The referral is waiting for triage again, with its "
        "original deadline. Acknowledge it if no one has, then arrange an urgent meeting.",
        "red",
        urgent=True,
    ),
    "referral_not_withdrawn": Wording(
        "A referral that was withdrawn is waiting for triage again",
        "The referrer withdrew it by mistake and has undone the withdrawal. Its original "
        "deadline applies.",
        "referral",
    ),
    "referral_words_corrected": Wording(
        "Something written about a referral was put right",
        "The words of a question, an answer or a decision were wrong and have been put right. "
        "Please read them again.",
        "referral",
    ),
    "redirect_red": Wording(
        "RED alert: another area asks you to take a referral",
        "A referral rated RED was passed on to your area. Until you take or return it, the other "
        "area answers for it. RED means an immediate risk of admission: answer now.",
        "referral",
        urgent=True,
    ),
    "redirect_asked": Wording(
        "Another area asks you to take a referral",
        "A referral was passed on to your area. Take it, or return it with a reason. Until then "
        "it is open in both areas.",
        "referral",
    ),
    "redirect_taken": Wording(
        "A referral that you passed on was taken",
        "The other area answers for it from now on.",
        "redirects",
    ),
    "redirect_returned": Wording(
        "A referral that you passed on was returned",
        "The other area returned it with a reason. Your area goes on answering for it.",
        "referral",
    ),
    "redirect_waits": Wording(
        "A referral is waiting between two areas",
        "A referral was passed from one area to another, and no one has taken or returned it in "
        "time. The first area is responsible for it until someone does. Speak to each other now.",
        "redirects",
        urgent=True,
    ),
    "redirect_waits_board": Wording(
        "A referral is waiting between two areas",
        "A referral was passed from one of your areas to another, or to one of yours, and the DSR "
        "teams have not settled who takes it. Please contact them.",
        "contact",
        urgent=True,
    ),
    "referral_redirected": Wording(
        "Your referral: another area was asked",
        "The DSR team asked the team of another area to take your referral. Until it does, the "
        "first team answers for it. You need do nothing.",
        "referral",
    ),
    "referral_taken": Wording(
        "Your referral: another area has it now",
        "The team of another area has taken your referral and will decide.",
        "referral",
    ),
    "naming_asked": Wording(
        "A colleague has asked to be named on a record",
        "Someone has asked to be named as a partner on the record of a person in your area. They "
        "have not seen any of it. Name them, or decline.",
        "naming",
    ),
    "naming_named": Wording(
        "You are named on a record",
        "The DSR team has named you as a partner. You can see the record now.",
        "person",
    ),
    "naming_declined": Wording(
        "Your request to be named on a record",
        "The DSR team has not named you. Please contact the team to talk about it.",
        "contact",
    ),
    "inclusion_asked": Wording(
        "Someone has asked to be included on the register",
        "A person, a family member or a carer has asked on the public page. Find a professional "
        "to lead the request, or call them back with advice.",
        "inclusions",
    ),
    "inclusion_waits": Wording(
        "A request to be included is waiting",
        "Someone asked to be included on the register, and no one has started a referral or "
        "given advice. Call them back, or find a professional to lead.",
        "inclusion",
        waits=True,
    ),
    "inclusion_ends": Wording(
        "A request to be included will be wiped in a few days",
        "What was written, and how to reach whoever asked, is wiped when its time is up. Tell "
        "them before then what comes of their request, and close it.",
        "inclusion",
        waits=True,
    ),
    "inclusion_expired": Wording(
        "A request to be included expired before anyone handled it",
        "It reached its time limit, and what was written has been deleted. The person who asked "
        "may not have heard from us. Ask the professional who was asked to lead, if there was "
        "one, and find out how this happened.",
        "inclusions",
        waits=True,
    ),
    "inclusion_lead": Wording(
        "The DSR team asks you to start a referral",
        "Someone asked to be included on the register, and the team asks you to talk with them. "
        "What they wrote is on the register.",
        "inclusion",
    ),
    "training_given": Wording(
        "You have a place in a training session",
        "The page says when and where it is. If you cannot come, please tell the team, so that "
        "someone else can.",
        "training",
    ),
    "training_waiting": Wording(
        "You are on the waiting list for a training session",
        "All seats are taken. We write to you when one becomes free.",
        "training",
    ),
    "training_cancelled": Wording(
        "Your place in a training session is cancelled",
        "If you did not ask for this, or want another date, ask for a place again.",
        "training",
    ),
    "training_off": Wording(
        "A training session will not take place",
        "The session that you asked for was cancelled. You are on our list: we offer you another "
        "date, or you choose one on the page.",
        "training",
    ),
    "service_actions": Wording(
        "Your service has actions from a meeting",
        "The minutes of a meeting are approved and your service has agreed actions. Please see "
        "that each is on its way.",
        "actions",
    ),
}
