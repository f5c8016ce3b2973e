"""Accounts and the roles they hold."""

from collections.abc import Callable, Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import connection, transaction

from accounts.models import AccountLock, Area, Organisation, RoleHeld, User
from accounts.querysets import RoleHeldQuerySet
from accounts.rules import AREA_ROLES, ROLE_PERMISSIONS, Permission, Role, check_role
from accounts.workflow.waiting import end_waiting, one_claim_at_a_time
from core import events, history
from core.errors import Conflict, RuleBroken

DeactivationCheck = Callable[[User], str | None]
deactivation_checks: list[DeactivationCheck] = []
"""What higher floors ask before somebody leaves: each returns a reason against it, or none."""


def deactivation_check(check: DeactivationCheck) -> DeactivationCheck:
    """Ask the decorated function before anybody is deactivated or loses their last role."""
    if check not in deactivation_checks:
        deactivation_checks.append(check)
    return check


@transaction.atomic
def open_account(
    *,
    email: str,
    full_name: str,
    job_title: str,
    organisation: Organisation,
    by: User | None,
    at: datetime,
    phone: str = "",
) -> User:
    """Return an active account for `email`, made now or opened again; it holds no role yet.

    The address must have been verified, or be vouched for by whoever calls. A locked account is
    opened by nothing but `unlock`.
    """
    email = email.strip().lower()
    one_claim_at_a_time(email)
    user: User | None = User.objects.select_for_update().filter(email__iexact=email).first()
    if user is not None:
        _refuse_while_locked(user)
    if user is None:
        user = User(email=email, joined_at=at)
        user.set_unusable_password()
    user.full_name, user.job_title, user.organisation = full_name, job_title, organisation
    user.phone = phone or user.phone
    was_closed = not user.is_active
    user.is_active, user.deactivated_at = True, None
    history.save(user, by=by, at=at, reason="open_account")
    if was_closed:
        _end_every_role(user, by=by, at=at)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    events.publish("accounts.opened", by=by, at=at, user=user.pk)
    return user


@transaction.atomic
def give_role(
    *,
    user: User,
    role: Role,
    organisation: Organisation,
    area: Area | None,
    by: User | None,
    at: datetime,
    confirmed: bool = False,
) -> RoleHeld:
    """Give `user` a role for an organisation and, where it is local, one area."""
    if by is not None and by.pk == user.pk:
        raise RuleBroken("You cannot give yourself a role. Ask a colleague")
    user = hold_active(user)
    area = area if role in AREA_ROLES else None
    check_role(
        role=role,
        areas=[area] if area else [],
        organisation_commissions=organisation.commissions,
        confirmed=confirmed or by is None,
    )
    held = user.roles.filter(role=role, organisation=organisation, area=area)
    if held.filter(ended_at__isnull=True).exists():
        raise RuleBroken("This person holds that role already", field="role")
    made = RoleHeld(
        user=user, role=role, organisation=organisation, area=area, given_by=by, given_at=at
    )
    history.save(made, by=by, at=at, reason="give_role")
    events.publish(
        "accounts.role_given",
        by=by,
        at=at,
        user=user.pk,
        role=role.value,
        organisation=organisation.pk,
        area=area.pk if area else None,
    )
    return made


@events.step
def end_role(
    *, held: RoleHeld, by: User | None, at: datetime, alerts_to: User | None = None
) -> RoleHeld:
    """Take a role away; it bites on the next request of its holder.

    The last role with which someone opens what they own is refused while they own something.
    The last of an area's DSR team is refused without `alerts_to`, who then joins the team.
    """
    one_removal_at_a_time()
    user = hold_active(held.user)
    held = RoleHeld.objects.select_for_update().get(pk=held.pk)
    if held.ended_at is not None:
        raise Conflict("This role has ended already")
    if held.role == Role.ADMINISTRATOR:
        keep_an_administrator(user)
    left = list(user.roles.current().exclude(pk=held.pk).values_list("role", flat=True))
    opened = Permission.ACTION_DO in ROLE_PERMISSIONS[Role(held.role)]
    opens = any(Permission.ACTION_DO in ROLE_PERMISSIONS[Role(role)] for role in left)
    if (opened and not opens) or not left:
        _refuse_while_needed(user)
    _keep_a_team(user, user.roles.filter(pk=held.pk), alerts_to, by=by, at=at)
    return _end(held, by=by, at=at)


def _end(held: RoleHeld, *, by: User | None, at: datetime) -> RoleHeld:
    held.ended_at, held.ended_by = at, by
    history.save(held, by=by, at=at, reason="end_role")
    events.publish(
        "accounts.role_ended", by=by, at=at, user=held.user_id, role=held.role, held=held.pk
    )
    return held


def _end_every_role(user: User, *, by: User | None, at: datetime) -> None:
    """Let no power of somebody who left come back with their account."""
    for held in user.roles.filter(ended_at__isnull=True).select_for_update():
        _end(held, by=by, at=at)


@events.step
def deactivate(*, user: User, by: User | None, at: datetime, alerts_to: User | None = None) -> User:
    """Close an account when someone leaves: sessions and roles end, what they did stays.

    The last of an area's DSR team is refused without `alerts_to`, who then joins the team. An
    account that must be closed at once, whatever it holds, is locked (`lock`); once all that it
    held is given away, this ends the roles of a locked account too.
    """
    if by is not None and by.pk == user.pk:
        raise RuleBroken("You cannot deactivate your own account. Ask a colleague")
    one_removal_at_a_time()
    user = _hold_with_powers(user)
    keep_an_administrator(user)
    _refuse_while_needed(user)
    _keep_a_team(user, user.roles.current(), alerts_to, by=by, at=at)
    user.is_active, user.deactivated_at = False, at
    history.save(user, by=by, at=at, reason="deactivate")
    _end_every_role(user, by=by, at=at)
    end_waiting(user, by=by, at=at, reason="deactivate")
    end_sessions(user)
    events.publish("accounts.deactivated", by=by, at=at, user=user.pk)
    return user


@transaction.atomic
def reactivate(*, user: User, by: User | None, at: datetime) -> User:
    """Open an account again; it holds no role until somebody gives it one."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        raise Conflict("This account is active already")
    _refuse_while_locked(user)
    user.is_active, user.deactivated_at = True, None
    history.save(user, by=by, at=at, reason="reactivate")
    events.publish("accounts.reactivated", by=by, at=at, user=user.pk)
    return user


def end_sessions(user: User) -> None:
    """Sign `user` out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def hold_active(user: User) -> User:
    """Lock an account and return it; raises when it has been closed meanwhile."""
    locked: User = User.objects.select_for_update().get(pk=user.pk)
    if not locked.is_active:
        raise Conflict("This account is not active")
    return locked


def _hold_with_powers(user: User) -> User:
    """Lock an account that is active, or locked with roles that could come back, and return it."""
    user = User.objects.select_for_update().get(pk=user.pk)
    locked = AccountLock.objects.in_force().filter(user=user).exists()
    if not user.is_active and not (locked and user.roles.current().exists()):
        raise Conflict("This account is not active")
    return user


def _refuse_while_needed(user: User) -> None:
    reasons = [reason for check in deactivation_checks if (reason := check(user))]
    if reasons:
        raise RuleBroken(". ".join(reasons))


def _refuse_while_locked(user: User) -> None:
    if AccountLock.objects.in_force().filter(user=user).exists():
        raise RuleBroken("This account is locked. Open its page and unlock it, with a reason")


def one_removal_at_a_time() -> None:
    """Let one removal in at a time: of two that cross, the second sees what the first left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('accounts.removal'))")


def keep_an_administrator(user: User) -> None:
    """Refuse when no one else could manage accounts; the caller lets one removal in at a time."""
    administrators = User.objects.holding(Role.ADMINISTRATOR)
    others = administrators.exclude(pk=user.pk)
    if administrators.filter(pk=user.pk).exists() and not others.exists():
        raise RuleBroken("This is the only administrator. Make someone else one first")


def _keep_a_team(
    user: User,
    ending: RoleHeldQuerySet,
    alerts_to: User | None,
    *,
    by: User | None,
    at: datetime,
) -> None:
    """Refuse to leave an area without a DSR team, or give its role to whoever is named."""
    areas = list(ending.areas_losing_team())
    if not areas:
        return
    if alerts_to is None:
        raise RuleBroken(last_of_the_team(user, areas), field="alerts_to")
    if alerts_to.pk == user.pk:
        raise RuleBroken("Choose someone else to take the alerts", field="alerts_to")
    organisation = alerts_to.organisation or user.organisation
    for area in areas:
        give_role(
            user=alerts_to, role=Role.TEAM, organisation=organisation or area.icb, area=area,
            by=by, at=at, confirmed=True,
        )  # fmt: skip


def last_of_the_team(user: User, areas: Iterable[Area]) -> str:
    """Say why `user` cannot go yet, and what to do: alerts of these areas would reach no one."""
    names = " and ".join(area.name for area in areas)
    return (
        f"{user.full_name} is the only DSR team member for {names}. Choose who takes their alerts "
        "from now on, or give a colleague the DSR team role first"
    )
