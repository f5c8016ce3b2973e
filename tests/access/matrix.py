"""Who may open each address, stated by hand: a view that asks for the wrong permission fails.

`may` names everybody who may; `unseen` those whose job it is but whose record it is not (404);
everybody else who is signed in gets 403. Somebody signed out, and somebody who has left, is led
to the sign-in page. Public pages are open to all. `get` and `post` name other answers than 200
for a page and 200, 302 or 4xx for a form that was sent empty.
"""

from dataclasses import dataclass

EVERYBODY = frozenset(
    {
        "lead", "other_lead", "rep", "team", "second_team", "other_area_team", "commissioner",
        "other_commissioner", "auditor", "administrator", "pending",
    }
)  # fmt: skip
NOBODY_SIGNED_IN = frozenset({"signed_out", "leaver"})
WITH_A_ROLE = EVERYBODY - {"pending"}

LEADS = frozenset({"lead", "other_lead"})
TEAM = frozenset({"team", "second_team"})
TEAMS = TEAM | {"other_area_team"}
ADMINISTRATOR = frozenset({"administrator"})
COMMISSIONERS = frozenset({"commissioner", "other_commissioner"})
AUDITOR = frozenset({"auditor"})
REP = frozenset({"rep"})
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """One address: what it is about, who may, whose record it is not."""

    about: str = ""
    may: frozenset[str] = NONE
    unseen: frozenset[str] = NONE
    public: bool = False
    get: int = 200


PUBLIC = Row(public=True)


def about(
    thing: str, *may: frozenset[str], unseen: frozenset[str] = NONE, get: int = 200
) -> Row:  # fmt: skip
    """Return a row about a thing that `may` open."""
    return Row(thing, frozenset().union(*may), unseen, get=get)


def lists(*may: frozenset[str], get: int = 200) -> Row:
    """Return a row for a page that narrows what it shows to its reader."""
    return Row("", frozenset().union(*may), get=get)


# The same people, again and again: who may see a person, change them, decide about them.
SEES = about("person", {"lead"}, REP, TEAM, unseen=frozenset({"other_lead", "other_area_team"}))
EDITS = about("person", {"lead"}, TEAM, unseen=frozenset({"other_lead", "other_area_team"}))
OTHER_TEAM = frozenset({"other_area_team"})
OTHER_BOARD = frozenset({"other_commissioner"})
DECIDES = about("person", TEAM, unseen=OTHER_TEAM)
IN_HOSPITAL = about("inpatient", TEAM, unseen=OTHER_TEAM)
CORRECTS_STAY = about("stay of", TEAM, unseen=OTHER_TEAM)
REFERRER = frozenset({"lead"})
OTHER_REFERRERS = frozenset({"other_lead"}) | TEAMS
NOT_THEIRS = frozenset({"other_lead", "other_area_team"})
MANAGES = about("user", TEAM, ADMINISTRATOR, unseen=OTHER_TEAM)
APPROVES = about("withdrawal", TEAM, AUDITOR, unseen=OTHER_TEAM)
DISPOSES = about("disposal", TEAM, AUDITOR, unseen=OTHER_TEAM)
RUNS = about("meeting", TEAM, unseen=OTHER_TEAM)
SERIES = about("series", TEAM, unseen=OTHER_TEAM)
RUNS_NOW = about("open meeting", TEAM, unseen=OTHER_TEAM)
TRIAGES = about("sent", TEAM, unseen=OTHER_TEAM)

MATRIX: dict[str, Row] = {
    # Public pages.
    "pages:start": PUBLIC,
    "pages:about": PUBLIC,
    "pages:ratings": PUBLIC,
    "pages:your_choice": PUBLIC,
    "pages:leaflets": PUBLIC,
    "pages:easy_read": PUBLIC,
    "pages:ask_to_be_included": PUBLIC,
    "pages:ask_for_removal": PUBLIC,
    "pages:removal_asked": PUBLIC,
    "pages:tool_guidance": PUBLIC,
    "pages:inclusion_asked": PUBLIC,
    "pages:training": PUBLIC,
    "pages:training_asked": PUBLIC,
    "pages:contact": PUBLIC,
    "pages:privacy": PUBLIC,
    "pages:accessibility": PUBLIC,
    "pages:help": lists(EVERYBODY),
    # Accounts.
    "accounts:register": PUBLIC,
    "account_signup": PUBLIC,
    "accounts:register_sent": PUBLIC,
    "accounts:verify": Row("token", public=True),
    "accounts:verified": PUBLIC,
    "accounts:set_password": Row("password token", public=True),
    "account_email": lists(EVERYBODY),
    "stay_signed_in": lists(EVERYBODY, get=405),
    "fresh_token": lists(EVERYBODY),
    "accounts:requests": lists(TEAMS),
    "accounts:request": about("request", TEAM, unseen=OTHER_TEAM),
    "accounts:approve": about("request", TEAM, unseen=OTHER_TEAM),
    "accounts:decline": about("request", TEAM, unseen=OTHER_TEAM),
    "accounts:own_details": lists(EVERYBODY),
    "accounts:own_email": lists(EVERYBODY, get=302),  # the password is asked for again
    "accounts:cancel_email": lists(EVERYBODY, get=302),  # nothing waits
    "accounts:confirm_email": about(
        "email token", unseen=EVERYBODY
    ),  # of an account that is none of theirs
    "accounts:correct_details": MANAGES,
    "accounts:change_email": MANAGES,
    "accounts:users": lists(TEAMS, ADMINISTRATOR),
    "accounts:user": MANAGES,
    "accounts:give_role": MANAGES,
    "accounts:deactivate": MANAGES,
    "accounts:lock": MANAGES,
    "accounts:unlock": about("locked", TEAM, ADMINISTRATOR, unseen=OTHER_TEAM),
    "accounts:reactivate": about("left", TEAM, ADMINISTRATOR, unseen=OTHER_TEAM),
    "accounts:end_role": about("role", TEAM, ADMINISTRATOR, unseen=OTHER_TEAM),
    "accounts:organisations": lists(ADMINISTRATOR),
    "accounts:add_organisation": lists(ADMINISTRATOR),
    "accounts:edit_organisation": about("organisation", ADMINISTRATOR),
    "accounts:areas": lists(ADMINISTRATOR),
    "accounts:add_area": lists(ADMINISTRATOR),
    "accounts:edit_area": about("area", ADMINISTRATOR),
    # The register.
    "register:people": lists(LEADS, REP, TEAMS),
    "register:search": lists(LEADS, REP, TEAMS),
    "register:departures": lists(LEADS, REP, TEAMS),
    "register:person": SEES,
    "register:edit": EDITS,
    "register:other_records": about("person", TEAM, unseen=OTHER_TEAM),
    "register:area_moves": lists(TEAMS),
    "register:propose_move": DECIDES,
    "register:accept_move": about("move here", TEAM, unseen=OTHER_TEAM),
    "register:return_move": about("move here", TEAM, unseen=OTHER_TEAM),
    "register:withdraw_move": about("move away", TEAM, unseen=OTHER_TEAM),
    "register:compare": about("two records", TEAM, unseen=OTHER_TEAM),
    "register:confirm_finding": about("finding", TEAM, unseen=OTHER_TEAM),
    "register:end_finding": about("finding", TEAM, unseen=OTHER_TEAM),
    "register:name_partner": EDITS,
    "register:end_involvement": about("partner", {"lead"}, TEAM, unseen=NOT_THEIRS),
    "register:rate": DECIDES,
    "register:name_lead": DECIDES,
    "register:close": DECIDES,
    "register:reopen": about("person who left", TEAM, unseen=OTHER_TEAM),
    "register:correct_closing": about("person who left", TEAM, unseen=OTHER_TEAM),
    "register:correct_death": about("person who died", TEAM, unseen=OTHER_TEAM),
    "register:admit": DECIDES,
    "register:plan_discharge": IN_HOSPITAL,
    "register:discharge": IN_HOSPITAL,
    "register:transfer": IN_HOSPITAL,
    "register:record_status": IN_HOSPITAL,
    "register:start_leave": IN_HOSPITAL,
    "register:end_leave": about("person on leave", TEAM, unseen=OTHER_TEAM),
    "register:record_concern": IN_HOSPITAL,
    "register:correct_stay": CORRECTS_STAY,
    "register:earlier_stay": DECIDES,
    "register:struck_out": about(
        "struck-out fact", {"lead"}, REP, TEAM, unseen=frozenset({"other_lead", "other_area_team"})
    ),
    "register:strike_out": about("fact", TEAM, unseen=OTHER_TEAM),
    "register:correct_rating": about("rating", TEAM, unseen=OTHER_TEAM),
    "register:correct_status": about("status", TEAM, unseen=OTHER_TEAM),
    "register:correct_leave": about("leave", TEAM, unseen=OTHER_TEAM),
    "register:correct_transfer": about("move", TEAM, unseen=OTHER_TEAM),
    "register:correct_concern": about("concern", TEAM, unseen=OTHER_TEAM),
    "register:correct_partner": about("named partner", TEAM, unseen=OTHER_TEAM),
    "register:recognise": DECIDES,
    "register:form_statutory_view": DECIDES,
    "register:decide_adulthood": DECIDES,
    "register:confirm_partners": EDITS,
    # Consent.
    "consent:refused": lists(LEADS, TEAMS),
    "consent:refusal_counts": lists(TEAMS, AUDITOR),
    "consent:advice_list": lists(LEADS, TEAMS),
    "consent:ask_advice": lists(LEADS, TEAMS),
    "consent:advice": about("advice", {"lead"}, TEAM, unseen=NOT_THEIRS),
    "consent:answer_advice": about("advice", TEAM, unseen=OTHER_TEAM),
    "consent:agency_copy": about("decision", {"lead"}, TEAM, unseen=NOT_THEIRS),
    "consent:make_copy": DECIDES,
    "consent:easy_read": SEES,
    "consent:history": EDITS,
    "consent:choose": EDITS,
    "consent:record": about("basis", {"lead"}, TEAM, unseen=NOT_THEIRS),
    "consent:correct_decision": about("decision to correct", TEAM, unseen=OTHER_TEAM),
    "consent:decision": about("decision", {"lead"}, TEAM, unseen=NOT_THEIRS),
    "consent:withdraw": EDITS,
    "consent:withdraw_part": about(
        "agreed", {"lead"}, TEAM, unseen=frozenset({"other_lead", "other_area_team"})
    ),
    "consent:withdrawals": lists(TEAMS, AUDITOR),
    "consent:withdrawal": APPROVES,
    "consent:approve_erasure": APPROVES,
    "consent:restore": APPROVES,
    "consent:hold_withdrawn": APPROVES,
    "consent:removal_requests": lists(TEAMS, AUDITOR),
    "consent:removal_request": about("removal request", TEAMS),
    "consent:holds": lists(TEAMS, AUDITOR),
    "consent:set_hold": about("person", TEAM, AUDITOR, unseen=OTHER_TEAM),
    "consent:lift_hold": about("hold", TEAM, AUDITOR, unseen=OTHER_TEAM),
    "consent:disposals": lists(TEAMS, AUDITOR),
    "consent:disposal": DISPOSES,
    "consent:propose_disposal": DISPOSES,
    "consent:agree_disposal": DISPOSES,
    "consent:keep_record": DISPOSES,
    "consent:certificates": lists(TEAMS, AUDITOR),
    "consent:certificate": about("certificate", TEAM, AUDITOR, unseen=OTHER_TEAM),
    # Actions and duties.
    "actions:actions": lists(LEADS, REP, TEAMS),
    "actions:duties": lists(TEAMS),
    "actions:policy": PUBLIC,
    "actions:simulate": PUBLIC,
    "actions:propose_commencement": lists(ADMINISTRATOR),
    "actions:confirm_commencement": about("proposal", ADMINISTRATOR),
    "actions:reject_commencement": about("proposal", ADMINISTRATOR),
    "actions:withdraw_commencement": about("proposal", ADMINISTRATOR),
    "actions:already_detained": lists(TEAMS),
    "actions:decide_transition": about("detained stay", TEAM, unseen=OTHER_TEAM),
    "actions:strike_out_transition": about("transition decision", TEAM, unseen=OTHER_TEAM),
    "actions:duty": about("duty", {"lead"}, REP, TEAM, unseen=NOT_THEIRS),
    "actions:record_done": about("duty by hand", TEAM, unseen=OTHER_TEAM),
    "actions:agree": about("person of", {"lead"}, REP, TEAM, unseen=NOT_THEIRS),
    "actions:action": about("action", {"lead"}, REP, TEAM, unseen=NOT_THEIRS),
    "actions:mark_done": about("action", {"lead"}, TEAM, unseen=NOT_THEIRS | REP),
    "actions:extend": about("action", {"lead"}, TEAM, unseen=NOT_THEIRS | REP),
    "actions:confirm": about("done action", TEAM, unseen=OTHER_TEAM),
    "actions:send_back": about("done action", TEAM, unseen=OTHER_TEAM),
    "actions:reassign": about("action", TEAM, unseen=OTHER_TEAM),
    "actions:cancel": about("action", TEAM, unseen=OTHER_TEAM),
    "actions:reopen": about("cancelled action", TEAM, unseen=OTHER_TEAM),
    "actions:confirm_many": lists(TEAMS),
    "register:leads": lists(TEAMS),
    "register:hand_over": about("owner", TEAM, unseen=OTHER_TEAM),
    "oversight:without_owner": lists(TEAMS),
    "actions:owners": lists(TEAMS),
    "actions:hand_over": about("owner", TEAM, unseen=OTHER_TEAM),
    "actions:covers": lists(LEADS, REP, TEAMS),
    "actions:arrange_cover": lists(LEADS, REP, TEAMS),
    "actions:end_cover": about("cover", LEADS, TEAM, unseen=REP | OTHER_TEAM),
    "actions:answer": Row("answer token", public=True),
    "actions:answered": PUBLIC,
    "actions:correct_decision": about("duty decision", TEAM, unseen=OTHER_TEAM),
    "actions:strike_out_decision": about("duty decision", TEAM, unseen=OTHER_TEAM),
    "actions:waive": about("duty", TEAM, unseen=OTHER_TEAM),
    # Referrals. A draft is its writer's alone.
    "referrals:list": lists(LEADS, TEAMS),
    "referrals:start": lists(LEADS, TEAMS),
    "referrals:not_eligible": lists(LEADS, TEAMS),
    "referrals:section": about("section", REFERRER, unseen=OTHER_REFERRERS),
    "referrals:change_basis": about("draft", REFERRER, unseen=OTHER_REFERRERS),
    "referrals:check": about("draft", REFERRER, unseen=OTHER_REFERRERS),
    "referrals:discard": about("draft", REFERRER, unseen=OTHER_REFERRERS),
    "referrals:referral": about("sent", REFERRER, TEAM, unseen=NOT_THEIRS),
    "referrals:basis_copy": about("sent", REFERRER, TEAM, unseen=NOT_THEIRS),
    "referrals:result_copy": about("sent", REFERRER, TEAM, unseen=NOT_THEIRS),
    "referrals:sent": about("sent", REFERRER, TEAM, unseen=NOT_THEIRS),
    # The team sees it; taking it back and answering are the referrer's alone.
    "referrals:print_copy": about("sent", REFERRER, TEAM, unseen=NOT_THEIRS),
    "referrals:file_of_copy": about("file of sent", REFERRER, TEAM, unseen=NOT_THEIRS),
    "referrals:update": about("person to update", {"lead"}, TEAM, unseen=NOT_THEIRS),
    "referrals:update_part": about("part of update", {"lead"}, TEAM, unseen=NOT_THEIRS),
    "referrals:discard_update": about("person to update", {"lead"}, TEAM, unseen=NOT_THEIRS),
    "referrals:updates": lists(TEAMS),
    "referrals:update_sent": about("update", {"lead"}, TEAM, REP, unseen=NOT_THEIRS),
    "referrals:keep_rating": about("update", TEAM, unseen=OTHER_TEAM),
    "referrals:withdraw": about("sent", REFERRER, unseen=NOT_THEIRS),
    "referrals:take_back_withdrawal": about("withdrawn", REFERRER, unseen=NOT_THEIRS),
    "referrals:answer": about("asked", REFERRER, unseen=NOT_THEIRS),
    "referrals:acknowledge": TRIAGES,
    "referrals:ask": TRIAGES,
    "referrals:accept": TRIAGES,
    "referrals:decline": TRIAGES,
    "referrals:reopen": about("declined", TEAM, unseen=OTHER_TEAM),
    "referrals:restore": about("taken_back", TEAM, unseen=OTHER_TEAM),
    "referrals:correct_step": about("question of asked", TEAM, unseen=OTHER_TEAM),
    "referrals:correct_own_step": about("answer of answered", REFERRER, unseen=NOT_THEIRS),
    # The team's side of referrals.
    "referrals:redirects": lists(TEAMS),
    "referrals:redirect": TRIAGES,
    "referrals:take": about("redirect", TEAM, unseen=OTHER_TEAM),
    "referrals:give_back": about("redirect", TEAM, unseen=OTHER_TEAM),
    "referrals:letter": about("sent", REFERRER, TEAM, unseen=NOT_THEIRS),
    "referrals:letter_easy": about("sent", REFERRER, TEAM, unseen=NOT_THEIRS),
    "referrals:give_letter": about("sent", REFERRER, TEAM, unseen=NOT_THEIRS),
    "referrals:compare": about("sent and person", TEAM, unseen=OTHER_TEAM),
    "referrals:naming_requests": lists(TEAMS),
    "referrals:ask_to_be_named": lists(LEADS, TEAMS),
    "referrals:naming_asked": lists(LEADS, TEAMS),
    "referrals:naming": about("naming", TEAM, unseen=OTHER_TEAM),
    "referrals:inclusions": lists(LEADS, TEAMS),
    "referrals:inclusion": about("inclusion", {"lead"}, TEAM, unseen=NOT_THEIRS),
    "referrals:find_lead": about("inclusion", TEAM, unseen=OTHER_TEAM),
    "referrals:close_inclusion": about("inclusion", TEAM, unseen=OTHER_TEAM),
    "referrals:training": lists(TEAMS),
    "referrals:plan_training": lists(TEAMS),
    "referrals:training_session": about("training", TEAMS),
    "referrals:cancel_training": about("training", TEAMS),
    "referrals:give_place": about("training place", TEAMS),
    "referrals:cancel_place": about("training place", TEAMS),
    "referrals:calibration": lists(TEAMS),
    "referrals:tools": lists(TEAMS, ADMINISTRATOR),
    "referrals:preview_tool": about("tool", TEAMS, ADMINISTRATOR),
    "referrals:choose_tool": about("area", ADMINISTRATOR),
    # Reviews and oversight visits.
    "reviews:record_review": about("person of", TEAM, unseen=OTHER_TEAM),
    "reviews:decide_keyworker": about("person of", TEAM, unseen=OTHER_TEAM),
    "reviews:follow_up_keyworker": about("keyworker", TEAM, unseen=OTHER_TEAM),
    "reviews:list": lists(LEADS, REP, TEAMS),
    "reviews:request_review": about(
        "person of", {"lead"}, TEAM, unseen=frozenset({"other_lead", "other_area_team"})
    ),
    "reviews:request": about("review request", {"lead"}, REP, TEAM, unseen=NOT_THEIRS),
    "reviews:arrange": about("review request", TEAM, unseen=OTHER_TEAM),
    "reviews:record_papers": about("review request", TEAM, unseen=OTHER_TEAM),
    "reviews:hold": about("review request", TEAM, unseen=OTHER_TEAM),
    "reviews:decline": about("review asked for", TEAM, unseen=OTHER_TEAM),
    "reviews:cancel": about("review request", TEAM, unseen=OTHER_TEAM),
    "reviews:correct_review": about("review to correct", TEAM, unseen=OTHER_TEAM),
    "reviews:correct_visit": about("visit to correct", TEAM, unseen=OTHER_TEAM),
    "reviews:correct_keyworker": about("keyworker to correct", TEAM, unseen=OTHER_TEAM),
    "reviews:correct_keyworker_news": about("keyworker answer", TEAM, unseen=OTHER_TEAM),
    "reviews:record_regard": about("report copy", TEAM, unseen=OTHER_TEAM),
    "reviews:agree_recommendation": about("recommendation", TEAM, unseen=OTHER_TEAM),
    "reviews:leave_recommendation": about("recommendation", TEAM, unseen=OTHER_TEAM),
    "reviews:escalate": about("review", TEAM, unseen=OTHER_TEAM),
    "reviews:record_oversight": about("escalated review", TEAM, unseen=OTHER_TEAM),
    "reviews:close": about("review that is done", TEAM, unseen=OTHER_TEAM),
    "reviews:letter": about("review", TEAM, unseen=OTHER_TEAM),
    "reviews:review": about("review", {"lead"}, REP, TEAM, unseen=NOT_THEIRS),
    "reviews:send_report": about("review", TEAM, unseen=OTHER_TEAM),
    "reviews:record_visit": about("stay to visit", {"commissioner"}, unseen=OTHER_BOARD),
    "reviews:visit": about("visit", {"commissioner"}, unseen=OTHER_BOARD),
    # Meetings.
    "meetings:list": lists(LEADS, REP, TEAMS),
    "meetings:plan": lists(TEAMS),
    "meetings:series_list": lists(TEAMS),
    "meetings:start_series": lists(TEAMS),
    "meetings:series": SERIES,
    "meetings:change_series": SERIES,
    "meetings:end_series": SERIES,
    "meetings:resume_series": about("series", TEAM, unseen=OTHER_TEAM, get=302),
    "meetings:add_members": SERIES,
    "meetings:end_membership": about("member", TEAM, unseen=OTHER_TEAM),
    "meetings:sample": lists(TEAMS),
    "meetings:look_at": about("sample", TEAM, unseen=OTHER_TEAM),
    "meetings:move": RUNS,
    "meetings:calendar": about("meeting", {"lead"}, REP, TEAM, unseen=NOT_THEIRS),
    "meetings:uninvite": about("attendee", TEAM, unseen=OTHER_TEAM),
    "meetings:urgent_person": about("person of", TEAM, unseen=OTHER_TEAM),
    "meetings:urgent_referral": about("sent referral", TEAM, unseen=OTHER_TEAM),
    "meetings:add_person": about("person of", TEAM, unseen=OTHER_TEAM),
    "meetings:meeting": about("meeting", {"lead"}, REP, TEAM, unseen=NOT_THEIRS),
    "meetings:print": about("meeting", {"lead"}, REP, TEAM, unseen=NOT_THEIRS),
    "meetings:apologise": about("meeting", {"lead"}, REP, TEAM, unseen=NOT_THEIRS),
    "meetings:invite": RUNS,
    "meetings:open": RUNS,
    "meetings:cancel": RUNS,
    "meetings:record_attendance": RUNS_NOW,
    "meetings:close": RUNS_NOW,
    "meetings:put_back": RUNS_NOW,
    "meetings:abandon": RUNS_NOW,
    "meetings:reopen": about("held meeting", TEAM, unseen=OTHER_TEAM),
    "meetings:come": about("meeting", {"lead"}, REP, TEAM, unseen=NOT_THEIRS),
    "meetings:invite_again": about("attendee", TEAM, unseen=OTHER_TEAM, get=302),
    "meetings:move_minutes": about("held line", TEAM, unseen=OTHER_TEAM, get=302),
    "meetings:check_moved": about("moved minutes", TEAM, unseen=OTHER_TEAM),
    "meetings:set_aside": about("moved minutes", TEAM, unseen=OTHER_TEAM),
    "meetings:correct_attendance": about("held meeting", TEAM, unseen=OTHER_TEAM),
    "meetings:strike_out": about("held line", TEAM, unseen=OTHER_TEAM),
    "meetings:record_outcome": about("line", TEAM, unseen=OTHER_TEAM),
    "meetings:minutes": about("line", {"lead"}, REP, TEAM, unseen=NOT_THEIRS),
    "meetings:remove_person": about("line", TEAM, unseen=OTHER_TEAM),
    "meetings:give_feedback": about("line", TEAM, unseen=OTHER_TEAM),
    "meetings:to_ratify": lists(TEAMS),
    "meetings:to_check": lists(TEAMS),
    "meetings:pack": about("meeting", {"lead"}, REP, TEAM, unseen=NOT_THEIRS),
    "meetings:approve": RUNS,
    "meetings:name_deputy": RUNS,
    "meetings:amend": about("held line", TEAM, unseen=OTHER_TEAM),
    "meetings:ratify": about("held line", TEAM, unseen=OTHER_TEAM),
    "meetings:add_correction": about("held line", TEAM, unseen=OTHER_TEAM),
    "meetings:letter": about("held line", TEAM, unseen=OTHER_TEAM),
    "meetings:letter_easy": about("held line", TEAM, unseen=OTHER_TEAM),
    "meetings:give_letter": about("held line", TEAM, unseen=OTHER_TEAM),
    # My work, oversight and the audit trail.
    "oversight:home": lists(EVERYBODY),
    "oversight:blue": lists(TEAMS, COMMISSIONERS),
    "oversight:stay": about("stay", TEAM, {"commissioner"}, unseen=OTHER_TEAM | OTHER_BOARD),
    "oversight:export": lists(COMMISSIONERS),
    "oversight:print_blue": lists(COMMISSIONERS),
    "oversight:save_view": lists(TEAMS, COMMISSIONERS),
    "oversight:remove_view": about(
        "saved view", {"commissioner"}, unseen=TEAMS | {"other_commissioner"}
    ),
    "oversight:figures": lists(TEAMS, COMMISSIONERS),
    "oversight:look_backs": lists(TEAMS, COMMISSIONERS),
    "oversight:trail": lists(AUDITOR),
    "oversight:reads": lists(AUDITOR),
    "oversight:corrections": lists(TEAMS),
    # Alerts and the service's health.
    "alerts:notices": lists(WITH_A_ROLE),
    "alerts:red": lists(TEAMS),
    "alerts:acknowledge": about("alert", TEAM, unseen=OTHER_TEAM),
    "alerts:decline_meeting": about("alert", TEAM, unseen=OTHER_TEAM),
    "alerts:health": Row(public=True, get=503),
}
"""One row for each address that is ours."""


def expected(row: Row, who: str) -> int:
    """Return the answer to GET that the row promises to `who`."""
    if row.public:
        return row.get
    if who in NOBODY_SIGNED_IN:
        return 302
    if who in row.may:
        return row.get
    return 404 if who in row.unseen else 403
