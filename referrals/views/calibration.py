"""How clinicians' ratings compare with the tools' suggestions, for the team."""

from typing import Any

from accounts.gate import PageView
from accounts.rules import Permission
from core.charts import Chart, Series
from core.small_numbers import HIDDEN
from referrals import calibration
from referrals.calibration import Row
from referrals.querysets_team import calibration_counts

COLUMNS = [
    "Name",
    {"label": "Results with a suggestion", "numeric": True},
    {"label": "Rated as suggested", "numeric": True},
    {"label": "Rated higher", "numeric": True},
    {"label": "Rated lower", "numeric": True},
]


class Calibration(PageView):
    """By tool version, area and service; no person is shown, and no small number."""

    permission = Permission.TRIAGE
    template_name = "referrals/calibration.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = calibration_counts(self.user)
        tools = calibration.rows_of(calibration.tallied(counts, lambda one: one.tool))
        areas = calibration.rows_of(calibration.tallied(counts, lambda one: one.area))
        services = calibration.rows_of(calibration.tallied(counts, lambda one: one.service))
        return super().get_context_data(
            chart=_chart(tools),
            columns=COLUMNS,
            tools=[_cells(row) for row in tools],
            areas=[_cells(row) for row in areas],
            services=[_cells(row) for row in services],
            any_results=bool(counts),
            hidden=HIDDEN,
            as_at=self.now,
            **kwargs,
        )


def _cells(row: Row) -> list[str]:
    if row.compared == 0:
        return [row.name, "0", "No suggestion was made", "", ""]
    shares = [_percent(one) for one in (row.same, row.up, row.down)]
    return [row.name, HIDDEN if row.compared is None else str(row.compared), *shares]


def _percent(one: int | None) -> str:
    return "Not told" if one is None else f"{one}%"


def _chart(rows: list[Row]) -> Chart:
    return Chart(
        ident="calibration",
        title="Ratings that differ from the suggestion, by tool and version",
        reading=_reading(rows),
        labels=tuple(row.name for row in rows),
        series=(
            Series("Rated higher than suggested", tuple(row.up for row in rows)),
            Series("Rated lower than suggested", tuple(row.down for row in rows)),
        ),
        heading="Tool and version",
        unit="%",
        untold="not told",
    )


def _reading(rows: list[Row]) -> str:
    told = [row for row in rows if row.same is not None]
    if not told:
        return "There are too few results, or too few that differ, to say anything."
    most = max(told, key=lambda row: row.compared or 0)
    return f"{most.name}: {most.same}% of {most.compared} ratings are as the tool suggested."
