"""The RED list, its acknowledgement, one's own notices, and the health of the service."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator

from accounts.gate import GateView, PageView, WorkflowView
from accounts.rules import Permission
from alerts import already_detained, health, mail, put_right, red, workflow
from alerts.models import Notice
from core import nhsuk
from core.dates import local_day


class Red(PageView):
    """Everybody rated RED in one's areas, and every RED referral that waits for triage."""

    permission = Permission.ALERT_VIEW
    template_name = "alerts/red.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        alerts = red.for_user(self.user, self.permission)
        self.saw([alert.person_id for alert in alerts if alert.person_id])
        return super().get_context_data(
            alerts=alerts,
            said=red.said(alerts),
            waiting=sum(alert.waits for alert in alerts),
            unmet=sum(alert.needs_meeting for alert in alerts),
            today=local_day(self.now),
            as_at=self.now,
            **kwargs,
        )


class AboutAlert(WorkflowView):
    """Base of the verbs about one RED alert: finds it among those that this user may see."""

    abstract = True
    permission = Permission.ALERT_ACKNOWLEDGE

    def load(self) -> None:
        """Find the alert; 404 for any that this user may not see."""
        found = [
            alert
            for alert in red.for_user(self.user, self.permission)
            if alert.subject.value == self.kwargs["subject"]
            and alert.subject_id == self.kwargs["pk"]
        ]
        if not found:
            raise Http404
        self.alert = found[0]
        if self.alert.person_id:
            self.saw([self.alert.person_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(alert=self.alert, **kwargs)

    def get_success_url(self) -> str:
        return reverse("alerts:red")


class Acknowledge(AboutAlert):
    """Put one's name to a RED alert."""

    permission = Permission.ALERT_ACKNOWLEDGE
    form_class = forms.Form
    template_name = "alerts/acknowledge.html"

    def perform(self, form: forms.Form) -> Any:
        return workflow.acknowledge(alert=self.alert, by=self.user, at=self.now)


class WhyNotForm(nhsuk.Form):
    """Why no urgent meeting is convened."""

    submit = "Put my name to this reason"

    reason = nhsuk.LongTextField(
        "Why is no urgent meeting needed?",
        called="The reason",
        missing="Enter why no urgent meeting is needed",
        max_length=1000,
        rows=4,
    )


class DeclineMeeting(AboutAlert):
    """Say by name why no urgent meeting is convened about a RED alert."""

    permission = Permission.ALERT_ACKNOWLEDGE
    form_class = WhyNotForm
    template_name = "alerts/decline_meeting.html"

    def perform(self, form: forms.Form) -> Any:
        reason = form.cleaned_data["reason"]
        return workflow.decline_meeting(alert=self.alert, reason=reason, by=self.user, at=self.now)


class Notices(PageView):
    """What this user was told, newest first."""

    permission = Permission.HELP
    template_name = "alerts/notices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Notice.objects.permitted(self.user, self.permission)
        notices = list(rows.select_related("user")[:100])
        workflow.mark_seen(user=self.user, at=self.now)
        right = put_right.lines_of(notices)
        told = [
            (one, mail.address(one), already_detained.lines(one) or right.get(one.pk, []))
            for one in notices
        ]
        return super().get_context_data(told=told, **kwargs)


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class Health(GateView):
    """The state of the service as JSON; 503 when a part is down. Says nothing about anybody."""

    permission = Permission.PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return {"status": …, part: {"well": …, "says": …}} for every part."""
        parts = health.report(at=timezone.now())
        well = all(part.well for part in parts.values() if part.of_the_service)
        body: dict[str, Any] = {"status": "ok" if well else "down"}
        body |= {name: {"well": part.well, "says": part.says} for name, part in parts.items()}
        body["outbox"]["age_seconds"] = parts["outbox"].seconds
        return JsonResponse(body, status=200 if well else 503)
