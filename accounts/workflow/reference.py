"""Organisations and areas: what people work for and where."""

from datetime import datetime

from django.db import transaction

from accounts.models import Area, Organisation, User
from core import events, history
from core.errors import RuleBroken


@transaction.atomic
def save_organisation(*, organisation: Organisation, by: User | None, at: datetime) -> Organisation:
    """Keep a new or changed organisation; its ODS code is its own."""
    organisation.ods_code = organisation.ods_code.strip().upper()
    others = Organisation.objects.exclude(pk=organisation.pk)
    if others.filter(ods_code=organisation.ods_code).exists():
        raise RuleBroken("Another organisation has this ODS code", field="ods_code")
    if not organisation.commissions and Area.objects.filter(icb=organisation).exists():
        raise RuleBroken(
            "This organisation is responsible for an area, so it must commission care",
            field="commissions",
        )
    history.save(organisation, by=by, at=at, reason="save_organisation")
    events.publish("accounts.organisation_saved", by=by, at=at, organisation=organisation.pk)
    return organisation


@transaction.atomic
def save_area(*, area: Area, by: User | None, at: datetime) -> Area:
    """Keep a new or changed area."""
    if Area.objects.exclude(pk=area.pk).filter(code=area.code).exists():
        raise RuleBroken("Another area has this code", field="code")
    history.save(area, by=by, at=at, reason="save_area")
    events.publish("accounts.area_saved", by=by, at=at, area=area.pk)
    return area
