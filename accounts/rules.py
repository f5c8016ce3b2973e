"""Who may do what: roles, permissions and the table between them. Plain values only."""

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from typing import Any

from core.errors import RuleBroken


class Role(StrEnum):
    """What somebody is to the register; held per organisation and, for some, per area."""

    LEAD = "lead"
    REPRESENTATIVE = "representative"
    TEAM = "team"
    COMMISSIONER = "commissioner"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role's name in the field's words."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.LEAD: "Lead professional",
    Role.REPRESENTATIVE: "Service representative",
    Role.TEAM: "DSR team",
    Role.COMMISSIONER: "Commissioner",
    Role.AUDITOR: "Auditor (information governance)",
    Role.ADMINISTRATOR: "Administrator",
}

AREA_ROLES = frozenset({Role.LEAD, Role.REPRESENTATIVE, Role.TEAM, Role.AUDITOR})
"""Roles that are held for named areas; the others are held for the organisation alone."""

REQUESTABLE_ROLES = tuple(role for role in Role if role is not Role.ADMINISTRATOR)
"""Roles that the public form offers; an administrator is made by another one only."""

ROLES_TO_CONFIRM = frozenset({Role.TEAM, Role.AUDITOR})
"""Roles that see everybody in an area: giving one is confirmed separately."""

VERIFICATION_LINK_LASTS = timedelta(days=3)
FIRST_PASSWORD_LINK_LASTS = timedelta(days=7)
RESET_LINK_LASTS = timedelta(hours=2)
EMAIL_LINK_LASTS = timedelta(days=3)
"""How long a mailed link works (assurance notes 4; the figures are ours)."""


class Scope(StrEnum):
    """Whose records a role reaches."""

    OWN = "own"  # people they lead or are named on
    AGENDA = "agenda"  # people on the agenda of meetings that they attend
    AREA = "area"  # everyone in their areas
    RESPONSIBLE = "responsible"  # inpatients whom their organisation is responsible for
    NOBODY = "nobody"  # no clinical record


ROLE_SCOPE = {
    Role.LEAD: Scope.OWN,
    Role.REPRESENTATIVE: Scope.AGENDA,
    Role.TEAM: Scope.AREA,
    Role.COMMISSIONER: Scope.RESPONSIBLE,
    Role.AUDITOR: Scope.AREA,
    Role.ADMINISTRATOR: Scope.NOBODY,
}


class Permission(StrEnum):
    """One thing that a view lets somebody do. Every view names exactly one."""

    PUBLIC = "public"  # anybody, signed in or not
    HOME = "home"  # anybody signed in, even without a role
    HELP = "help"  # anybody with a role

    ACCOUNT_DECIDE = "account.decide"
    ACCOUNT_MANAGE = "account.manage"
    ACCOUNT_LOCK = "account.lock"  # end an account's access at once, and give it back
    REFERENCE_MANAGE = "reference.manage"  # organisations and areas

    PERSON_VIEW = "person.view"
    PERSON_EDIT = "person.edit"
    RATE = "person.rate"
    STAY_RECORD = "stay.record"
    FACT_CORRECT = "fact.correct"  # put right or strike out what was recorded by mistake

    CONSENT_RECORD = "consent.record"
    WITHDRAWAL_RECORD = "withdrawal.record"
    REMOVAL_HANDLE = "removal.handle"  # requests from the public page
    ERASURE_APPROVE = "erasure.approve"
    CERTIFICATE_VIEW = "certificate.view"
    RECORD_COPY = "record.copy"  # a copy of everything, for the person
    ADVICE_ASK = "advice.ask"  # ask the DSR team about somebody who is not named
    ADVICE_ANSWER = "advice.answer"
    REFUSALS_VIEW = "refusals.view"

    REFER = "referral.make"
    REFERRAL_VIEW = "referral.view"
    TRIAGE = "referral.triage"
    TOOL_VIEW = "tool.view"  # clinical support tools as their forms will look
    TRAINING_MANAGE = "training.manage"

    MEETING_VIEW = "meeting.view"
    MEETING_RUN = "meeting.run"

    ACTION_VIEW = "action.view"
    ACTION_DO = "action.do"
    ACTION_CONFIRM = "action.confirm"
    DUTY_DECIDE = "duty.decide"

    ALERT_VIEW = "alert.view"
    ALERT_ACKNOWLEDGE = "alert.acknowledge"

    REVIEW_VIEW = "review.view"
    REVIEW_RECORD = "review.record"
    REVIEW_REQUEST = "review.request"
    VISIT_RECORD = "visit.record"

    OVERSIGHT_VIEW = "oversight.view"
    OVERSIGHT_EXPORT = "oversight.export"

    AUDIT_VIEW = "audit.view"


P = Permission
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.LEAD: frozenset(
        {P.HELP, P.PERSON_VIEW, P.PERSON_EDIT, P.CONSENT_RECORD, P.REFER, P.REFERRAL_VIEW}
        | {P.ACTION_VIEW, P.ACTION_DO, P.REVIEW_VIEW, P.WITHDRAWAL_RECORD, P.ADVICE_ASK}
        | {P.MEETING_VIEW, P.REVIEW_REQUEST}
    ),
    Role.REPRESENTATIVE: frozenset(
        {P.HELP, P.PERSON_VIEW, P.MEETING_VIEW, P.ACTION_VIEW, P.ACTION_DO, P.REVIEW_VIEW}
    ),
    Role.TEAM: frozenset(
        {P.HELP, P.ACCOUNT_DECIDE, P.ACCOUNT_MANAGE, P.ACCOUNT_LOCK}
        | {P.PERSON_VIEW, P.PERSON_EDIT, P.RATE}
        | {P.STAY_RECORD, P.FACT_CORRECT, P.CONSENT_RECORD, P.WITHDRAWAL_RECORD}
        | {P.ERASURE_APPROVE}
        | {P.REMOVAL_HANDLE}
        | {P.CERTIFICATE_VIEW, P.REFER, P.REFERRAL_VIEW, P.TRIAGE, P.MEETING_VIEW, P.MEETING_RUN}
        | {P.ACTION_VIEW, P.ACTION_DO, P.ACTION_CONFIRM, P.DUTY_DECIDE, P.ALERT_VIEW}
        | {P.TOOL_VIEW, P.TRAINING_MANAGE}
        | {P.RECORD_COPY, P.ADVICE_ASK, P.ADVICE_ANSWER, P.REFUSALS_VIEW}
        | {P.ALERT_ACKNOWLEDGE, P.REVIEW_VIEW, P.REVIEW_RECORD, P.OVERSIGHT_VIEW}
        | {P.REVIEW_REQUEST}
    ),
    Role.COMMISSIONER: frozenset({P.HELP, P.OVERSIGHT_VIEW, P.OVERSIGHT_EXPORT, P.VISIT_RECORD}),
    Role.AUDITOR: frozenset(
        {P.HELP, P.AUDIT_VIEW, P.CERTIFICATE_VIEW, P.ERASURE_APPROVE} | {P.REFUSALS_VIEW}
    ),
    Role.ADMINISTRATOR: frozenset(
        {P.HELP, P.ACCOUNT_MANAGE, P.ACCOUNT_LOCK, P.REFERENCE_MANAGE, P.TOOL_VIEW}
    ),
}
"""The access matrix, one row a role. Permissions for PUBLIC and HOME need no role."""


VIEWING = frozenset(
    {P.HELP, P.PERSON_VIEW, P.REFERRAL_VIEW, P.MEETING_VIEW, P.ACTION_VIEW, P.ALERT_VIEW}
    | {P.TOOL_VIEW, P.REVIEW_VIEW, P.OVERSIGHT_VIEW, P.CERTIFICATE_VIEW, P.AUDIT_VIEW}
)
"""Permissions that change nothing: all that attending a meeting gives about those discussed."""


class LockReason(StrEnum):
    """Why an account is locked."""

    LEFT = "left"
    DEVICE = "device"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason in plain words."""
        return _LOCK_LABELS[self]

    @property
    def takes_second_step(self) -> bool:
        """Whether the second step of signing in may be in the wrong hands, too."""
        return self is LockReason.DEVICE


_LOCK_LABELS = {
    LockReason.LEFT: "They have left",
    LockReason.DEVICE: "Their device is lost or stolen",
    LockReason.OTHER: "Another reason",
}


class EmailChangeState(StrEnum):
    """Whether a new email address of an account counts yet."""

    WAITING = "waiting"
    DONE = "done"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """The state in plain words."""
        return _EMAIL_CHANGE_LABELS[self]


_EMAIL_CHANGE_LABELS = {
    EmailChangeState.WAITING: "Waiting to be confirmed",
    EmailChangeState.DONE: "Changed",
    EmailChangeState.ENDED: "Not changed",
}


class RequestStatus(StrEnum):
    """Where a request for an account stands."""

    UNVERIFIED = "unverified"
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


UNDECIDED = (RequestStatus.UNVERIFIED, RequestStatus.WAITING)


def check_role(
    *, role: Role, areas: Collection[Any], organisation_commissions: bool, confirmed: bool
) -> None:
    """Raise `RuleBroken` when `role` cannot be given like this.

    A local role needs an area; a commissioner works for a body that commissions; a role that
    sees everybody in an area needs `confirmed`.
    """
    if role in AREA_ROLES and not areas:
        raise RuleBroken("Select at least one area for this role", field="areas")
    if role is Role.COMMISSIONER and not organisation_commissions:
        raise RuleBroken(
            "Select an organisation that commissions care for a commissioner", field="organisation"
        )
    if role in ROLES_TO_CONFIRM and not confirmed:
        raise RuleBroken(
            f"Confirm that this person needs the role {role.label}", field=f"confirm_{role.value}"
        )


class OrganisationKind(StrEnum):
    """What kind of body an organisation is; the partners that sign a register's agreement."""

    ICB = "icb"
    LOCAL_AUTHORITY = "local_authority"
    TRUST = "trust"
    PROVIDER_COLLABORATIVE = "provider_collaborative"
    HOSPITAL = "hospital"
    EDUCATION = "education"
    POLICE = "police"
    VOLUNTARY = "voluntary"
    NHS_ENGLAND = "nhs_england"

    @property
    def label(self) -> str:
        """The kind in plain words."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    OrganisationKind.ICB: "Integrated care board",
    OrganisationKind.LOCAL_AUTHORITY: "Local authority",
    OrganisationKind.TRUST: "NHS trust",
    OrganisationKind.PROVIDER_COLLABORATIVE: "Provider collaborative",
    OrganisationKind.HOSPITAL: "Mental health hospital",
    OrganisationKind.EDUCATION: "Education or SEND service",
    OrganisationKind.POLICE: "Police or youth offending service",
    OrganisationKind.VOLUNTARY: "Voluntary sector",
    OrganisationKind.NHS_ENGLAND: "NHS England",
}
