"""Handing someone over to another area: proposed, listed, accepted, returned, withdrawn."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.urls import reverse

from accounts.colleagues import choices_of
from accounts.gate import PageView, VerbView
from accounts.models import Area, User
from accounts.rules import Permission
from core.dates import local_day
from register import open_work, workflow
from register.forms.moving import (
    AcceptMoveForm,
    ProposeMoveForm,
    ReturnMoveForm,
    WithdrawMoveForm,
)
from register.models import AreaMove, InpatientStay, Person, Standing
from register.open_work import OpenWork
from register.querysets import possible_leads
from register.views.verbs import AboutPerson
from register.workflow.area_moves import check_may_propose, check_waits

AROUND = ("person__area", "person__lead_professional", "from_area", "to_area", "proposed_by",
          "decided_by")  # fmt: skip


def going_along(person: Person, *, at: datetime) -> list[OpenWork]:
    """Return what is open about a person and goes along to another area."""
    return [kind for kind in open_work.open_work(person.pk, at=at) if kind.moves]


class AreaMoves(PageView):
    """Hand-overs that wait: to accept here, and those that this area proposed."""

    permission = Permission.TRIAGE
    template_name = "register/area_moves.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = AreaMove.objects.permitted(self.user, self.permission)
        rows = rows.select_related(*AROUND, "person__standing")
        to_accept = list(rows.to_accept(self.user))
        proposed = list(rows.proposed(self.user))
        self.saw({one.person_id for one in [*to_accept, *proposed]}, purpose="hand-overs")
        return super().get_context_data(
            to_accept=to_accept, proposed=proposed, today=local_day(self.now), as_at=self.now,
            **kwargs,
        )  # fmt: skip


class ProposeMove(AboutPerson):
    """Another area is asked to take someone over. Where one has both areas, accepting is next."""

    permission = Permission.TRIAGE
    form_class = ProposeMoveForm
    template_name = "register/propose_move.html"
    heading = "Hand over to another area"
    intro = (
        "The other team can read the record at once. Your team is responsible for the person "
        "until the other team accepts. Ratings, history and deadlines stay as they are."
    )
    done = "The other area was asked. Until it accepts, your area is responsible for the person."

    def check_now(self) -> None:
        check_may_propose(self.person)

    def get_form_kwargs(self) -> dict[str, Any]:
        areas = Area.objects.open().exclude(pk=self.person.area_id)
        return super().get_form_kwargs() | {"areas": areas}

    def get_initial(self) -> dict[str, Any]:
        """Offer the day of the discharge where the link comes from one."""
        if self.request.GET.get("because") != "discharge":
            return {}
        ended = InpatientStay.objects.filter(person=self.person, discharged_on__isnull=False)
        last = ended.order_by("-discharged_on").first()
        return {"moves_on": last.discharged_on} if last else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        work = going_along(self.person, at=self.now)
        standing = Standing.objects.filter(person=self.person).first()
        return super().get_context_data(work=work, standing=standing, **kwargs)

    def perform(self, form: forms.Form) -> AreaMove:
        return workflow.propose_move(
            person=self.person, by=self.user, at=self.now, **form.cleaned_data
        )

    def get_success_url(self) -> str:
        made: AreaMove | None = getattr(self, "result", None)
        if made is not None and made.to_area_id in self.user.grants(self.permission).areas:
            return reverse("register:accept_move", args=[made.pk])
        return super().get_success_url()


class AboutMove(VerbView):
    """Base of the answers to a hand-over that waits."""

    abstract = True
    template_name = "register/move_answer.html"
    side = "to_area"

    def load(self) -> None:
        rows = AreaMove.objects.select_related(*AROUND).filter(
            **{f"{self.side}__in": self.user.grants(self.permission).areas}
        )
        self.move: AreaMove = self.find(rows, pk=self.kwargs["pk"])
        self.person = self.move.person
        self.saw([self.person.pk], purpose=type(self).__name__)

    def check_now(self) -> None:
        check_waits(self.move)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, move=self.move, **kwargs)

    def get_success_url(self) -> str:
        return reverse("register:area_moves")


class AcceptMove(AboutMove):
    """The receiving team goes through the record, one by one, and has the person from now on."""

    permission = Permission.TRIAGE
    form_class = AcceptMoveForm
    template_name = "register/accept_move.html"
    heading = "Accept the hand-over"
    done = (
        "Your team is responsible for the person from now on. Tell them and their family: it is on "
        "the list of what is due."
    )

    def load(self) -> None:
        super().load()
        self.work = going_along(self.person, at=self.now)

    def get_initial(self) -> dict[str, Any]:
        person, move = self.person, self.move
        own = person.responsible_icb_id == move.from_area.icb_id
        return {
            "lead": person.lead_professional_id,
            "responsible_icb": move.to_area.icb_id if own else person.responsible_icb_id,
            "ordinary_residence_la": person.ordinary_residence_la_id,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        area, lead = self.move.to_area_id, self.person.lead_professional_id
        here = possible_leads([area]).values("pk")
        partners = self.person.involvements.current().named()
        return super().get_form_kwargs() | {
            "leads": User.objects.active().filter(pk__in=here)
            | User.objects.active().filter(pk=lead),
            "partners": partners,
            "work": self.work,
            "takers": choices_of(User.objects.in_area(area).order_by("full_name", "pk")),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rest = [kind for kind in self.work if not kind.lines and not kind.along]
        return super().get_context_data(rest=rest, **kwargs)

    def perform(self, form: forms.Form) -> AreaMove:
        typed = cast(AcceptMoveForm, form)
        accepted = workflow.Accepted(
            lead=typed.cleaned_data["lead"],
            responsible_icb=typed.cleaned_data["responsible_icb"],
            ordinary_residence_la=typed.cleaned_data["ordinary_residence_la"],
            ended_partners=typed.ended_partners(),
            work=typed.choices(),
            next_agenda=typed.cleaned_data["next_agenda"],
        )
        return workflow.accept_move(move=self.move, accepted=accepted, by=self.user, at=self.now)

    def back_url(self) -> str:
        return reverse("register:area_moves")

    def get_success_url(self) -> str:
        return reverse("register:person", args=[self.person.pk])


class ReturnMove(AboutMove):
    """Back to the area that asked."""

    permission = Permission.TRIAGE
    form_class = ReturnMoveForm
    heading = "Return the hand-over"
    done = "The hand-over was returned. The first area is responsible for the person."

    def perform(self, form: forms.Form) -> AreaMove:
        words = form.cleaned_data["words"]
        return workflow.return_move(move=self.move, words=words, by=self.user, at=self.now)


class WithdrawMove(AboutMove):
    """The first area keeps the person after all."""

    permission = Permission.TRIAGE
    form_class = WithdrawMoveForm
    heading = "Withdraw the hand-over"
    done = "The hand-over was withdrawn. Your area is responsible for the person."
    side = "from_area"

    def perform(self, form: forms.Form) -> AreaMove:
        words = form.cleaned_data["words"]
        return workflow.withdraw_move(move=self.move, words=words, by=self.user, at=self.now)
