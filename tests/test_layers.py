"""The import rule: data flows one way, stages do not know one another, heavy imports stay home."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "sayso"

# Lowest first; a file may import files of lower layers only.
LAYERS = [
    {"errors", "lists", "schema_claims", "schema_views", "schema_who"},
    {
        "records",
        "text",
        "tidy",
        "overlay",
        "packed",
        "schema",
        "labels",
        "acronyms",
        "across.relation",
    },
    {"across.relation", "sql", "sql_who", "inputs", "warc_bytes", "jsonld"},
    {
        "model_folder",
        "four_bits",
        "charset",
        "headers",
        "wordpieces",
        "sides",
        "decode",
        "kinds",
        "drafts",
        "guard",
        "database",
    },
    {"feeds", "sitemaps", "ninjs", "archives", "liveblog"},
    {"read_json", "wacz"},
    {"markup", "clutter", "nominal", "rows", "polls", "tokens", "dates", "mentions", "chains"},
    {"innerwords"},
    {"audit", "loads", "shares", "unquantities", "senses", "places", "polarity", "voice"},
    {"sources", "clauses"},
    {"hints"},
    {
        "times",
        "numbers",
        "bodies",
        "roles",
        "addressed",
        "antecedents",
        "across.pieces",
        "press",
    },
    {"facts", "resolve", "relays", "across.telling"},
    {"cited", "chained", "across.propositions"},
    {"nest"},
    {"understand"},
    {"spoken"},
    {"across.wording", "across.outlets", "across.mention", "across.united"},
    {"across.stated", "across.rarity"},
    {"across.typed", "across.corrections", "across.withdrawals"},
    {"across.relate"},
    {"across.copies", "across.aligned", "across.credits", "across.standing"},
    {"across.echoes"},
    {"across.joins"},
    {"across.origins"},
    {"across.identity", "across.likeness"},
    {"across.groups"},
    {"across.parts"},
    {"across.people_across"},
    {"across.bodies_across"},
    {"across.identities"},
    {
        "pair_model",
        "read",
        "fetch",
        "extract",
        "tag",
        "attributions",
        "ledger",
        "evaluate",
        "evaluate_speakers",
        "evaluate_stories",
    },
    {"across.compare"},
    {"across.views", "sql_claims", "mark", "across.statuses", "across.claimed", "across.stories"},
    {"across.copy_index", "across.vectors", "mentioned", "unlike", "judged"},
    {"claim_rows", "evidence", "decisions"},
    {"states"},
    {"disputes"},
    {"regroup"},
    {"claims", "history", "comparing", "beside"},
    {"who"},
    {"who_kept"},
    {"judging"},
    {"pipeline", "gather"},
    {"across.given", "engine", "bulk.tables", "bulk.columns", "bulk.batches", "sql_export"},
    {"export.row", "export.marked"},
    {"export.gather", "export.cells", "export.lines", "export.table"},
    {"export.about"},
    {"export.webannotation"},
    {"export.pack", "export.hypothesis"},
    {"export.notes"},
    {"export.formats"},
    {"bulk.folder"},
    {"bulk.run", "bulk.load", "spark.stages", "spark.pairs"},
    {"story", "as_json", "show", "versions"},
    {"show_sources", "show_claims", "claims_json", "follow"},
    {"show_history", "answers"},
    {"mcp_server"},
    {"terminal"},
    {"web.ask", "web.marks", "web.security", "web.pictures.reliance", "web.pictures.chains"},
    {"web.pictures.standing", "web.pictures.course", "web.pictures.spread"},
    {"web.site", "web.look"},
    {"web.articles", "web.search", "web.sources"},
    {"web.claims", "web.conflicts", "web.changes", "web.judgements"},
    {"web.story"},
    {"web.pages"},
    {"web.app"},
    {"web.serve"},
    {"cli_compare", "cli_evaluate", "cli_claims", "cli_judge"},
    {"cli_history"},
    {"cli_sources", "cli_versions", "cli_follow", "cli_bulk", "cli_serve", "cli_export", "cli_mcp"},
    {"statements"},
    {"cli"},
    {"__main__"},
]
HEAVY = {
    "onnxruntime": {"tag", "pair_model"},
    "tokenizers": {"wordpieces", "sides"},
    "feedparser": {"feeds"},
    "fastwarc": {"archives"},
    "trafilatura": {"headers", "markup"},
    "urllib3": {"fetch", "guard"},
    "pyarrow": {"bulk.columns", "bulk.folder", "export.table", "spark.stages"},
    "pyspark": {"spark.stages", "spark.pairs"},
    "sqlite3": {"database"},
    "jinja2": {"web.look", "export.pack"},
    "starlette": {"web.app", "web.security"},
    "uvicorn": {"web.serve"},
    "mcp": {"mcp_server"},
    "pydantic": {"mcp_server"},
}


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            if node.module.split(".")[0] == "sayso":
                found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def files() -> dict[str, Path]:
    """Every file by its name, those of a subpackage as ``across.echoes``."""
    return {
        ".".join(file.relative_to(SOURCE).with_suffix("").parts): file
        for file in SOURCE.rglob("*.py")
        if file.stem != "__init__"
    }


def test_every_file_has_a_layer() -> None:
    assert set(files()) == set().union(*LAYERS)


@pytest.mark.parametrize("name", sorted(files()))
def test_files_import_only_what_lies_below(name: str) -> None:
    layer = {stem: number for number, stems in enumerate(LAYERS) for stem in stems}
    for imported in imports(files()[name]):
        stem = imported.removeprefix("sayso.")
        if imported.startswith("sayso.") and stem in layer:
            assert layer[stem] < layer[name], f"{name} imports {stem}"


@pytest.mark.parametrize("library", sorted(HEAVY))
def test_heavy_libraries_have_one_home(library: str) -> None:
    homes = {
        name for name, file in files().items() for i in imports(file) if i.split(".")[0] == library
    }
    assert homes <= HEAVY[library]


def test_importing_sayso_is_light() -> None:
    heavy = [
        "onnxruntime",
        "tokenizers",
        "trafilatura",
        "numpy",
        "lxml",
        "urllib3",
        "rich",
        "feedparser",
        "jinja2",
        "starlette",
        "uvicorn",
        "pyarrow",
    ]
    code = f"import sys, sayso, sayso.cli; print([m for m in {heavy} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_files_and_functions_stay_small() -> None:
    for file in [*SOURCE.rglob("*.py"), *Path(__file__).parent.glob("*.py")]:
        text = file.read_text(encoding="utf-8")
        assert text.count("\n") <= 400, f"{file.name} has over 400 lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 50, f"{file.name}: {node.name}"
