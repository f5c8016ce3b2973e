"""Who one can be in the demo. The region makes these accounts; a click signs in as one."""

from dataclasses import dataclass

DOMAIN = "demo.example.nhs.uk"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody made up: `key` is what the sign-in form posts, `tries` what they can do."""

    key: str
    full_name: str
    job: str
    role: str
    tries: tuple[str, ...]

    @property
    def email(self) -> str:
        """The address of their account, from which the region makes it."""
        return f"{self.key.replace('_', '.')}@{DOMAIN}"


PERSONAS = (
    Persona(
        key="lead",
        full_name="Priya Hartwell",
        job="Community learning disability nurse",
        role="Lead professional",
        tries=(
            "Record consent and refer someone",
            "Answer the DSR team's question about a referral",
            "Mark an overdue action as done",
        ),
    ),
    Persona(
        key="other_lead",
        full_name="Tom Okonedo",
        job="Social worker, children and young people",
        role="Lead professional",
        tries=("See that the people of another lead professional cannot be found",),
    ),
    Persona(
        key="rep",
        full_name="Morwenna Pike",
        job="Community mental health team manager",
        role="Service representative",
        tries=("Read the agenda of the next meeting", "Close an action of the service"),
    ),
    Persona(
        key="team",
        full_name="Gareth Lindley",
        job="DSR coordinator",
        role="DSR team",
        tries=(
            "Acknowledge a RED alert and convene an urgent meeting",
            "Triage a referral and run a tracking meeting",
            "Decide an account request and confirm actions",
            "Record a withdrawal",
        ),
    ),
    Persona(
        key="other_area_team",
        full_name="Shazia Bellwood",
        job="DSR coordinator",
        role="DSR team of another area",
        tries=(
            "See only another area's people",
            "Accept someone who is moving from another area",
        ),
    ),
    Persona(
        key="commissioner",
        full_name="Ruth Castellan",
        job="Commissioner, learning disability and autism",
        role="Commissioner",
        tries=("See the BLUE list with visits and reviews due", "Record an oversight visit"),
    ),
    Persona(
        key="other_commissioner",
        full_name="Dafydd Orme",
        job="Commissioner, mental health",
        role="Commissioner of another organisation",
        tries=("See only the inpatients of another organisation",),
    ),
    Persona(
        key="auditor",
        full_name="Helen Marsh",
        job="Information governance lead",
        role="Auditor (information governance)",
        tries=("Approve an erasure as the second person", "See erasure certificates"),
    ),
    Persona(
        key="administrator",
        full_name="Kofi Ansell",
        job="Systems administrator",
        role="Administrator",
        tries=(
            "Give and end roles, deactivate accounts",
            "Keep organisations and areas",
            "Propose the day on which Part 8A begins",
        ),
    ),
    Persona(
        key="second_administrator",
        full_name="Imogen Fairlie",
        job="Systems administrator",
        role="Second administrator",
        tries=("Confirm or reject the day that the first has proposed",),
    ),
    Persona(
        key="pending",
        full_name="Jo Farrant",
        job="Speech and language therapist",
        role="No role yet",
        tries=("See that an account without a role sees nothing",),
    ),
)
BY_KEY = {persona.key: persona for persona in PERSONAS}
