"""Pages of oversight. They read everything and write nothing but who read and who exported."""

from oversight.views.audit import Corrections, Reads, Trail
from oversight.views.blue import Blue, Export, PrintBlue, RemoveView, SaveView
from oversight.views.figures import Figures, LookBacks
from oversight.views.home import Home
from oversight.views.stay import Stay
from oversight.views.without_owner import WithoutOwner

__all__ = [
    "Blue",
    "Corrections",
    "Export",
    "Figures",
    "Home",
    "LookBacks",
    "PrintBlue",
    "Reads",
    "RemoveView",
    "SaveView",
    "Stay",
    "Trail",
    "WithoutOwner",
]
