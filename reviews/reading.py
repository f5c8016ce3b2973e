"""What the pages of reviews show beside a record that came through the gate."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet

from actions.models import Action
from actions.rules import Origin
from consent.models import Decision
from core.dates import age_on
from duties.models import Duty
from register.models import InpatientStay, Person, StrikeOut
from register.rules import Cause
from reviews import policy, rules
from reviews.models import (
    KeyworkerFollowUp,
    KeyworkerReferral,
    OversightVisit,
    ReportCopy,
    Review,
    ReviewPaper,
    ReviewRequest,
)
from reviews.rules import Recipient


def actions_of(source: Review | OversightVisit) -> list[Action]:
    """Return the actions that a review recommended or a visit's concerns became."""
    origin = Origin.REVIEW if isinstance(source, Review) else Origin.VISIT
    rows = Action.objects.from_origin(origin, source.pk).filter(person=source.person_id)
    return list(rows.select_related("owner"))


def rating_review_due(person_id: UUID) -> Duty | None:
    """Return the open duty to review the rating after a C(E)TR."""
    return Duty.objects.open().filter(person=person_id, rule="cetr-rating-review").first()


def review_due(person_id: UUID) -> Duty | None:
    """Return the open duty that a C(E)TR can meet and that falls due first."""
    rows = Duty.objects.open().met_by_review().filter(person=person_id)
    return rows.order_by("due_on").first()


def visit_due(person_id: UUID) -> Duty | None:
    """Return the open duty of a commissioner's oversight visit."""
    return Duty.objects.open().visits().filter(person=person_id).first()


def visits_of(stay: InpatientStay) -> list[OversightVisit]:
    """Return the latest visits in a stay."""
    return list(OversightVisit.objects.filter(stay=stay)[:10])


def last_held(person_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return when the last C(E)TR of each of these people was held, where one is recorded."""
    rows = Review.objects.counting().filter(person__in=person_ids).order_by()
    return dict(rows.values_list("person").annotate(Max("held_on")))


def open_request(person_id: UUID) -> ReviewRequest | None:
    """Return the request whose review is still to be held."""
    return ReviewRequest.objects.open().filter(person=person_id).first()


def review_of(request: ReviewRequest) -> Review | None:
    """Return the review that answered a request."""
    return Review.objects.filter(request=request).first()


def covers(person_id: UUID, scope: str, *, on: date) -> bool:
    """Whether the decision that stands covers "cetr" or "keyworker"; never inferred."""
    decision = Decision.objects.standing(person_id, on=on)
    return decision is not None and bool(getattr(decision, scope))


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper of a request, with what the policy says of it."""

    row: ReviewPaper
    title: str
    core: bool
    source: str
    certainty: str


def papers_of(request: ReviewRequest) -> list[PaperRow]:
    """Return the papers expected, core ones first; one that the policy dropped keeps its code."""
    known = policy.current().papers
    found = []
    for row in ReviewPaper.objects.filter(request=request):
        paper = known.get(row.code)
        if paper is None:
            found.append(PaperRow(row, row.code, core=False, source="", certainty=""))
        else:
            certainty = paper.certainty_in(request.setting)
            found.append(PaperRow(row, paper.title, paper.core, paper.source, certainty))
    order = {code: place for place, code in enumerate(known)}
    return sorted(found, key=lambda one: (not one.core, order.get(one.row.code, len(order))))


def advice_about(request: ReviewRequest, *, consent: bool, on: date) -> list[str]:
    """Return what to think of before the review is held, in sentences."""
    found = []
    if not consent:
        found.append(
            "No consent to the review is on record. The review can be arranged, but the panel "
            "must not read the papers: none can be marked as sent."
        )
    lead = policy.current().lead_time
    if request.planned_on and request.arranged_on:
        if rules.short_notice(
            request.planned_on, arranged_on=request.arranged_on, weeks=lead.weeks
        ):
            found.append(
                f"Fewer than {lead.weeks} weeks between arranging and holding it: consent and "
                "invitations ideally have that long."
            )
        if request.planned_on < on:
            found.append("Its date has passed. Record that it was held, or arrange another date.")
        missing = rules.missing_of_panel(request.panel)
        if missing:
            found.append(f"Not named yet: {', '.join(missing)}. A C(E)TR needs all three.")
    return found


def is_child(person: Person, *, on: date) -> bool:
    """Whether the person is under 18."""
    return age_on(person.birth_date, on) < 18


def corrections(review: Review) -> QuerySet[StrikeOut]:
    """Return what says how a review was put right in its own row, the latest first."""
    rows = StrikeOut.objects.filter(
        person=review.person_id, kind="review", replaced_by=review.pk, cause=Cause.CORRECTED
    )
    return rows.select_related("by").order_by("-at", "-pk")


def sent_elsewhere(review: Review) -> list[ReportCopy]:
    """Return the copies that went out while the review was on the record of someone else."""
    moved = StrikeOut.objects.filter(kind="review", moved_to=review.person_id)
    was = moved.filter(replaced_by=review.pk).values_list("fact_id", flat=True)
    return list(ReportCopy.objects.filter(review__in=was))


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One recipient of a report: who it is for this person, whether required, and the copy.

    `outdated` says that the copy went out before the review was put right.
    """

    recipient: Recipient
    name: str
    required: bool
    copy: ReportCopy | None
    outdated: bool = False

    @property
    def label(self) -> str:
        """The recipient in plain words."""
        return self.recipient.label

    @property
    def answers(self) -> bool:
        """Whether they must have regard to the recommendations."""
        return self.recipient in rules.STATUTORY


def copies_of(review: Review) -> list[CopyRow]:
    """Return every possible recipient, those who must have a copy first."""
    sent = {copy.recipient: copy for copy in review.copies.all()}
    required = policy.current().required(review.setting)
    last = corrections(review).values_list("at", flat=True).first()
    names = {Recipient.LOCAL_AUTHORITY: "not on the person's record"} | recipient_names(review)
    rows = [
        CopyRow(
            one,
            names.get(one, ""),
            required=one in required,
            copy=sent.get(one),
            outdated=one in sent and sent[one].is_older_than(last),
        )
        for one in Recipient
    ]
    return sorted(rows, key=lambda row: not row.required)


def recipient_names(review: Review) -> dict[Recipient, str]:
    """Return the organisations behind the recipients, as far as the record knows them."""
    person, stay = review.person, review.stay
    commissioner = stay.commissioner if stay else person.responsible_icb
    aftercare = (stay.s117_icb if stay else None) or person.responsible_icb
    authority = person.ordinary_residence_la
    found = {
        Recipient.COMMISSIONER: commissioner,
        Recipient.ICB_117: aftercare,
        Recipient.LOCAL_AUTHORITY: authority,
    }
    return {one: body.name for one, body in found.items() if body is not None}


def report_duty(review: Review) -> Duty | None:
    """Return the open duty to send the report of a review; the earliest due where two rules ask."""
    return Duty.objects.open().reports_of(review.pk).filter(person=review.person_id).first()


def keyworker_news(referral: KeyworkerReferral) -> KeyworkerFollowUp | None:
    """Return what the keyworker service last said about a referral."""
    return next(iter(referral.follow_ups.all()), None)


def ask_again(referral: KeyworkerReferral) -> date | None:
    """Return when the service is to be asked: as agreed, or 28 days after the referral (U)."""
    if referral.outcome != rules.KeyworkerOutcome.REFERRED:
        return None
    news = keyworker_news(referral)
    if news is None:
        return referral.decided_on + timedelta(days=28)
    return news.next_on if news.state not in rules.SETTLED else None
