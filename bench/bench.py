"""One run: the databases, the servers and probes on them, and how long to measure."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bench.databases import Database, Databases
from bench.servers import BenchCrew, Failed, Probe, Web, free_port
from bench.visiting import Visitor
from ops.plain import say


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is measured: seconds of a block of load, rounds of A B, sizes of the rest."""

    seconds: float
    rounds: int
    openings: int
    submits: int
    alerts: int
    notices: int


USUAL = Pace(seconds=2.0, rounds=4, openings=12, submits=30, alerts=24, notices=10_000)
QUICK = Pace(seconds=0.7, rounds=3, openings=6, submits=12, alerts=20, notices=1_000)


@dataclass
class Bench:
    """Everything that rows share; made when first asked for, ended together."""

    env: Mapping[str, str]
    sizes: Sequence[int]
    pace: Pace
    ending: ExitStack = field(default_factory=ExitStack)

    @cached_property
    def databases(self) -> list[Database]:
        """Return the databases, smallest first."""
        return Databases(self.env).ready(self.sizes)

    @cached_property
    def large(self) -> Database:
        """Return the largest database, on which pages and work are measured."""
        return self.databases[-1]

    @cached_property
    def probes(self) -> dict[int, Probe]:
        """Return a register on each database, by its size."""
        return {
            one.people: self.ending.enter_context(Probe(one, self.env)) for one in self.databases
        }

    @property
    def probe(self) -> Probe:
        """Return the register on the largest database."""
        return self.probes[self.large.people]

    @cached_property
    def crew(self) -> BenchCrew:
        """Return the servers that run."""
        return self.ending.enter_context(BenchCrew())

    @cached_property
    def folder(self) -> Path:
        """Return a folder of this run's own."""
        return Path(self.ending.enter_context(tempfile.TemporaryDirectory(prefix="dsr-bench-")))

    @cached_property
    def smtp_port(self) -> int:
        """Return where the mail sink listens."""
        return free_port()

    @cached_property
    def told(self) -> dict[str, str]:
        """Return the environment of servers and workers on the largest database."""
        return self.large.environ(self.env) | {"BENCH_SMTP_PORT": str(self.smtp_port)}

    @cached_property
    def ours(self) -> Web:
        """Return the register's own server."""
        return Web(self.crew, "ours", self.told, "/about/")

    @cached_property
    def bare(self) -> Web:
        """Return the server whose views only run the SQL of the pages."""
        kept = self.folder / "statements"
        self.probe.ask("save_sql", path=str(kept))
        told = self.told | {
            "DJANGO_SETTINGS_MODULE": "bench.config.bare", "BENCH_SQL": str(kept),
        }  # fmt: skip
        return Web(self.crew, "bare", told, "/empty/")

    @cached_property
    def admin(self) -> Web:
        """Return the server of Django's admin."""
        told = self.told | {"DJANGO_SETTINGS_MODULE": "bench.config.admin"}
        return Web(self.crew, "admin", told, "/admin/login/")

    @cached_property
    def pages(self) -> dict[str, Any]:
        """Return the measured pages of the largest database."""
        known: dict[str, Any] = self.probe.ask("known")
        return known

    def visitor(self, persona: str) -> Visitor:
        """Return somebody signed in to the register's server."""
        if persona not in self._visitors:
            visitor = Visitor(self.ours.port)
            visitor.sign_in(persona)
            self._visitors[persona] = visitor
        return self._visitors[persona]

    @cached_property
    def _visitors(self) -> dict[str, Visitor]:
        return {}

    def page(self, name: str) -> dict[str, str]:
        """Return one page, or say that this region has none."""
        if name not in self.pages:
            raise Failed(f"a region of {self.large.people:,} people has no such page")
        found: dict[str, str] = self.pages[name]
        return found

    def __enter__(self) -> Bench:
        busy = os.getloadavg()[0]
        say(f"Load before anything was measured: {busy:.1f} on {os.cpu_count()} processors.")
        return self

    def __exit__(self, *problem: object) -> None:
        self.ending.close()
