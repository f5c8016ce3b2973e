"""Clinical support tools: which are loaded, how their forms look, which area uses which."""

from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse

from accounts.gate import PageView, VerbView
from accounts.models import Area
from accounts.rules import Permission
from referrals import tool_files, tooling, workflow
from referrals.forms.tool import ToolForm
from referrals.forms.training import ChooseToolForm
from referrals.models import ToolChoice
from referrals.tool_model import Item, Population, Tool
from referrals.tooling import Questionnaire

WHOM = (Population.ADULT, Population.CYP)


class Tools(PageView):
    """The tools in use, the newest version of each, and which area uses which."""

    permission = Permission.TOOL_VIEW
    template_name = "referrals/tools.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tools=list(tool_files.current().values()),
            refused=tool_files.refused(),
            areas=self._areas(),
            may_choose=self.user.holds(Permission.REFERENCE_MANAGE),
            **kwargs,
        )

    def _areas(self) -> list[dict[str, Any]]:
        chosen = {
            (one.area_id, one.whom): one.tool
            for one in ToolChoice.objects.permitted(self.user, self.permission)
        }
        by_order = {whom: tooling.by_order(whom) for whom in WHOM}
        loaded = tool_files.current()
        return [
            {
                "area": area,
                "tools": [
                    (
                        whom.label,
                        loaded.get(chosen.get((area.pk, whom), "")) or by_order[whom],
                        bool(chosen.get((area.pk, whom))),
                    )
                    for whom in WHOM
                ],
            }
            for area in Area.objects.open()
        ]


class PreviewTool(PageView):
    """A tool as its form will look, with guidance, options and how it counts. Nothing is saved."""

    permission = Permission.TOOL_VIEW
    template_name = "referrals/tool_preview.html"

    def load(self) -> None:
        tool = tool_files.current().get(self.kwargs["tool"])
        if tool is None:
            raise Http404
        self.tool = tool

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        preview = ToolForm(asked=Questionnaire(self.tool, Population.ALL))
        context = {
            "tool": self.tool,
            "preview": preview,
            "items": [_weighed(self.tool, item) for item in self.tool.items],
            "overrides": [_override(self.tool, place) for place in range(len(self.tool.overrides))],
            "back_url": reverse("referrals:tools"),
        }
        return super().get_context_data(**kwargs | context)


def _weighed(tool: Tool, item: Item) -> dict[str, Any]:
    return {
        "item": item,
        "whom": item.population.label if item.population is not Population.ALL else "",
        "options": [
            {
                "label": option.label,
                "weight": item.weights.get(option.id),
                "unknown": option.unknown,
                "counts": option.counts,
            }
            for option in item.options
        ],
    }


def _override(tool: Tool, place: int) -> dict[str, Any]:
    one = tool.overrides[place]
    items = [item for name in one.items if (item := tool.item(name))]
    label = items[0].option(one.option) if items else None
    return {"rule": one, "items": items, "answered": label.label if label else one.option}


class ChooseTool(VerbView):
    """Which tool serves one area."""

    permission = Permission.REFERENCE_MANAGE
    form_class = ChooseToolForm
    template_name = "referrals/verb.html"
    heading = "Clinical support tools of an area"
    done = "The choice was saved."

    def load(self) -> None:
        self.area: Area = self.find(Area.objects.all(), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        usable = [tool for tool in tool_files.current().values() if tool.clinical_use]
        tools = {
            whom.value: [
                (tool.id, f"{tool.title}, version {tool.version}")
                for tool in usable
                if tool.population.covers(whom)
            ]
            for whom in WHOM
        }
        return super().get_form_kwargs() | {"tools": tools}

    def get_initial(self) -> dict[str, Any]:
        rows = ToolChoice.objects.permitted(self.user, self.permission).filter(area=self.area)
        return {one.whom: one.tool for one in rows}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intro = (
            f"{self.area.name}. The choice holds for drafts too: where the tool changes, the "
            "writer is asked to complete it again. What was sent stays with its tool and version."
        )
        return super().get_context_data(**{"intro": intro} | kwargs)

    def perform(self, form: forms.Form) -> Any:
        for whom in WHOM:
            workflow.choose_tool(
                area=self.area,
                whom=whom,
                tool=form.cleaned_data[whom.value],
                by=self.user,
                at=self.now,
            )

    def get_success_url(self) -> str:
        return reverse("referrals:tools")
