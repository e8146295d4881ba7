"""A small story with claims for the tests of what reads them: a toll told twice, once by somebody
unnamed, its denial, and something an article says itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from told import article, tell

FIRST = "Fire broke out at dawn. {Ada Roe} [[said]] «at least 40 dockers were hurt». Crews came."
SECOND = (
    "{The Mirror} quoted {an official} [[as saying]] «at least 40 dockers were hurt» in the fire."
)
DENIED = "{Ben Ito} [[denied]] «that at least 40 dockers were hurt» at the quay."
OWN = "The quay is closed until Monday 🚢."


def harbour(path: Path) -> None:
    """Write the story as a ledger at ``path``."""
    own = article("quay", "The Beacon", "2031-03-03", OWN)
    nowhere = replace(own, page=replace(own.page, url=""), article=replace(own.article, url=""))
    tell(
        path,
        article("beacon", "The Beacon", "2031-03-01", FIRST),
        article("mirror", "The Mirror", "2031-03-02", SECOND),
        article("courier", "The Courier", "2031-03-02", DENIED),
        nowhere,
    )
