"""Every write about consent, one function a verb."""

from consent.workflow.decisions import check_basis, details_of, record
from consent.workflow.refusals import count_refusal

__all__ = ["check_basis", "count_refusal", "details_of", "record"]
