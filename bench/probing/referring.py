"""Submitting RED referrals, and writing the very same rows by bare statements beside it."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from typing import Any

import psycopg
from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from accounts.models import Area, Organisation, User
from core import heartbeats
from core.dates import local_day
from dsr_site.demo.personas import BY_KEY
from dsr_site.demo.region import people, referring
from dsr_site.demo.region.places import FIRST_AREA, Places
from dsr_site.demo.region.story import Story
from dsr_site.demo.region.timeline import Timeline
from referrals import workflow
from referrals.models import Referral
from register.rules import Level


@dataclass(frozen=True, slots=True)
class Written:
    """One row that a submit wrote: its table, its values by column, and whether it is new."""

    table: str
    values: dict[str, Any]
    new: bool


_seeds = count(int(time.time()))


def draft() -> Referral:
    """Return a complete RED draft about somebody new, written by the lead persona."""
    now = timezone.now()
    chance = random.Random(next(_seeds))
    places = Places(organisations={one.ods_code: one for one in Organisation.objects.all()})
    story = Story(places, Timeline(now=now, chance=chance), chance)
    who = next(people.everybody(seed=chance.randint(0, 2**30), today=local_day(now)))
    return referring.draft(
        story, replace(who, nhs_number=None), Area.objects.get(code=FIRST_AREA), _lead(),
        level=Level.RED, at=now - timedelta(minutes=30),
    )  # fmt: skip


def _lead() -> User:
    lead: User = User.objects.get(email=BY_KEY["lead"].email)
    return lead


def submit(referral: Referral, by: User) -> None:
    """Send one draft, as the page does."""
    workflow.submit(referral=referral, declared=True, by=by, at=timezone.now())


def measure(times: int) -> dict[str, Any]:
    """Submit and write bare in turn; return milliseconds of each, and rows written by table."""
    by = _lead()
    ours, bare, rows = [], [], []
    with heartbeats.own_connection() as straight:
        straight.autocommit = False
        for number in range(times + 3):
            rows = _submitted(draft(), by)
            beside = _write(straight, rows)
            referral = draft()
            began = time.perf_counter()
            submit(referral, by)
            mine = (time.perf_counter() - began) * 1000
            if number >= 3:
                ours.append(mine)
                bare.append(beside)
    return {"ours": ours, "bare": bare, "rows": dict(Counter(one.table for one in rows))}


def _submitted(referral: Referral, by: User) -> list[Written]:
    """Submit, note every row that was written or changed, and undo it."""
    with transaction.atomic():
        submit(referral, by)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            rows = [row for table in _tables(cursor) for row in _fresh(cursor, table)]
        transaction.set_rollback(True)
    return rows


def _tables(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd > 0 "
        "ORDER BY relname"
    )
    return [name for (name,) in cursor.fetchall()]


def _fresh(cursor: Any, table: str) -> list[Written]:
    """Return the rows of this transaction; its savepoints have later numbers than its own."""
    cursor.execute(
        f'SELECT * FROM "{table}" WHERE xmin::text::bigint >= txid_current() % 4294967296'
    )
    # The number of the transaction is filled in by the database, as it is for the register.
    columns = [one.name for one in cursor.description]
    found = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    for values in found:
        values.pop("recorded_txid", None)
    return [Written(table, values, new=table != "referrals_referral") for values in found]


def _write(straight: psycopg.Connection[Any], rows: list[Written]) -> float:
    """Write the rows by one statement each and commit; return how many milliseconds it took."""
    began = time.perf_counter()
    with straight.cursor() as cursor:
        for row in rows:
            cursor.execute(*(_insert(row) if row.new else _update(row)))
    straight.commit()
    return (time.perf_counter() - began) * 1000


def _insert(row: Written) -> tuple[sql.Composed, list[Any]]:
    columns = sql.SQL(", ").join(map(sql.Identifier, row.values))
    holes = sql.SQL(", ").join([sql.Placeholder()] * len(row.values))
    text = sql.SQL("INSERT INTO {} ({}) VALUES ({})")
    return text.format(sql.Identifier(row.table), columns, holes), list(row.values.values())


def _update(row: Written) -> tuple[sql.Composed, list[Any]]:
    changed = sql.SQL(", ").join(
        sql.SQL("{} = %s").format(sql.Identifier(column)) for column in row.values
    )
    text = sql.SQL("UPDATE {} SET {} WHERE id = %s").format(sql.Identifier(row.table), changed)
    return text, [*row.values.values(), row.values["id"]]
