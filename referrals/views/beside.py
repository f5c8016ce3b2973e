"""What the page of a sent referral shows beside its story: areas, letters, who it is."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from accounts.models import User
from accounts.rules import Permission
from referrals import overtaking
from referrals.models import Redirect, Referral


def context(referral: Referral, *, viewer: User) -> dict[str, Any]:
    """Return the open redirect and whether the viewer's area was asked, and letters given."""
    both = Redirect.objects.select_related("from_area", "to_area")
    prefetch_related_objects([referral], Prefetch("redirects", queryset=both))
    redirect = next((one for one in referral.redirects.all() if one.is_open), None)
    then = overtaking.then(referral)
    given = list(referral.letters.select_related("by"))
    titles = overtaking.titles(referral, given)
    told_at = given[-1].at if given else None
    areas = viewer.grants(Permission.TRIAGE).areas
    return {
        "redirect": redirect,
        "asked_here": redirect is not None and redirect.to_area_id in areas,
        "letter_about": overtaking.heading(referral, registered=then.registered),
        "letter_overtaken": then.overtaken,
        "told_wrongly": overtaking.told_wrongly(referral, told_at=told_at),
        "letters_given": [{"letter": one, "title": titles[one.pk]} for one in given],
        "may_give_letter": viewer.holds(Permission.REFER),
    }
