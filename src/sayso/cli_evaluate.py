"""The commands ``sayso evaluate …``: scores of predictions against one's own labels."""

from __future__ import annotations

from pathlib import Path

import click

from sayso.terminal import AS_JSON


@click.group()
def evaluate() -> None:
    """Score predictions against your own labels."""


@evaluate.command("attributions")
@click.argument("gold", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("predicted", type=click.Path(dir_okay=False, path_type=Path))
@AS_JSON
def evaluate_attributions(gold: Path, predicted: Path, as_json: bool) -> None:
    """Precision, recall and F1 of source, cue and content, with a 95 % interval.

    Both files hold JSON lines {"id", "attributions": [{"source", "cue", "content"}]}, as `sayso
    attribute --jsonl` writes them; GOLD also has "text".
    """
    from dataclasses import asdict

    from sayso import as_json as form
    from sayso.evaluate import read_labelled, score_attributions, table

    scores = score_attributions(read_labelled(gold, True), read_labelled(predicted, False))
    click.echo(form.dumps(asdict(scores)) if as_json else table(scores))


@evaluate.command("speakers")
@click.argument("gold", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("predicted", type=click.Path(dir_okay=False, path_type=Path))
@AS_JSON
def evaluate_speakers(gold: Path, predicted: Path, as_json: bool) -> None:
    """How many statements have the right speaker, and the right type of speaker.

    Both files hold JSON lines {"id", "attributions": [{"content", "speaker": {"name", "type"}}]}, as
    `sayso attribute --jsonl` writes them; GOLD also has "text".
    """
    from dataclasses import asdict

    from sayso import as_json as form
    from sayso.evaluate_speakers import read_speakers, score_speakers, table

    found = score_speakers(read_speakers(gold, True), read_speakers(predicted, False))
    click.echo(form.dumps({**asdict(found), "f1": found.f1}) if as_json else table(found))


@evaluate.command("stories")
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("predicted", type=click.Path(dir_okay=False, path_type=Path))
@AS_JSON
def evaluate_stories(gold: Path, predicted: Path, as_json: bool) -> None:
    """How many conflicts, updates and same claims are right.

    GOLD is a folder of labelled stories, PREDICTED what `sayso compare` writes.
    """
    from dataclasses import asdict

    from sayso import as_json as form
    from sayso.evaluate_stories import read_labelled_stories, read_related, score_stories, table

    found = score_stories(read_labelled_stories(gold), read_related(predicted))
    shares = {"same_f1": found.same_f1, "conflict_f1": found.conflict_f1}
    click.echo(form.dumps({**asdict(found), **shares}) if as_json else table(found))
