"""The command line: `authority-network serve | migrate | import | finish-import | undo-import | export | audit | token | schema | backup | restore`.

Argument parsing and what is printed only. Exit codes: 0, 1 (findings, refused rows, what could not be done), 2 (usage,
wrong settings).
"""

import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from service.backup import back_up, restore
from service.database.graph import Graph
from service.http import tokens
from service.model.identifiers import Actor, id_of, state_of
from service.running import FAILED, USAGE, explained, fail, run, sentence, settings_or_fail, within, writing
from service.serving import pages
from service.serving.resources import WrongSetting, opened, token_secrets
from service.settings import PREFIX
from service.storage.migrations import migrate
from service.version import VERSION

if TYPE_CHECKING:
    from service.network_files import Ended


def _say_version(wanted: bool) -> None:
    if wanted:
        print(f"authority-network {VERSION}")
        raise typer.Exit


MOST_ENTRIES_SHOWN = 50

cli = typer.Typer(
    name="authority-network",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@cli.command()
def serve(
    demo: Annotated[
        bool,
        typer.Option(
            "--demo",
            help="Load the demonstration network into a graph that has no Member State, and print three questions to try.",
        ),
    ] = False,
) -> None:
    """Serve GraphQL over HTTP until interrupted."""
    from service.serving import command as serving  # noqa: PLC0415  # the HTTP server is imported by who serves

    settings = settings_or_fail()
    try:
        listening = serving.listen(settings)
    except serving.CannotListen as error:
        fail(str(error))
    within(lambda: serving.serve(settings, listening, demo=demo), settings)


@cli.callback()
def _whole(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """The authorities and coordinators of the Internal Market Information System as a graph."""


@cli.command("migrate")
def migrate_() -> None:
    """Bring the graph to the schema this version knows; harmless when it is there."""
    settings = settings_or_fail()

    async def work() -> list[str]:
        async with opened(settings) as graph:
            return [f"{each.number:04} {each.name}" for each in await migrate(graph)]

    applied = within(work, settings)
    print("\n".join(f"Applied {each}" for each in applied) or "The graph is up to date.")


@cli.command("import")
def import_(
    directory: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="Folder with the network files.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report only; change nothing.")] = False,
    accept_partial: Annotated[
        bool, typer.Option("--accept-partial", help="Leave refused rows aside instead of changing nothing.")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="Write the report to this CSV file.")] = None,
    default: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE.COLUMN=VALUE",
            help="What stands in for an empty or absent cell of new rows, as authorities.registered_by=ID; repeatable.",
        ),
    ] = None,
) -> None:
    """Import a folder of network files. Exits 1 when a row is refused."""
    from service.network_files import ImportResult, import_network, read_defaults, write_report  # noqa: PLC0415

    try:
        defaults = read_defaults(default or ())
    except ValueError as error:
        fail(sentence(error), USAGE)

    async def work(graph: Graph) -> ImportResult:
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("Importing", total=None)
            return await import_network(
                graph,
                directory,
                dry_run=dry_run,
                accept_partial=accept_partial,
                defaults=defaults,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )

    if report is not None:
        with writing(report):
            report.open("a").close()  # what cannot be written is said before anything is imported
    result = run(work)
    if report is not None:
        with writing(report):
            write_report(result.entries, report)
    _show_entries(result.entries)
    done = "would change" if dry_run else "changed"
    rows = result.rows_changed if result.changes or dry_run else 0
    print(f"{rows} rows {done}." if rows else "Nothing changed.")
    if result.refused:
        raise typer.Exit(FAILED)


_STATE = typer.Argument(metavar="STATE", help="Code of a Member State whose import was interrupted.")
_REASON = typer.Option(help="Why; kept with the change.")


@cli.command("finish-import")
def finish_import_(state: Annotated[str, _STATE], reason: Annotated[str | None, _REASON] = None) -> None:
    """Finish an interrupted import of a state from what it planned, without its files."""
    from service.network_files import finish_import  # noqa: PLC0415

    _end_import(finish_import, "finished", state, reason)


@cli.command("undo-import")
def undo_import_(state: Annotated[str, _STATE], reason: Annotated[str | None, _REASON] = None) -> None:
    """Take out all that an interrupted import of a state wrote. What it edited is again as it was."""
    from service.network_files import undo_import  # noqa: PLC0415

    _end_import(undo_import, "undone", state, reason)


def _end_import(end: Callable[..., Awaitable["Ended"]], done: str, state: str, reason: str | None) -> None:
    from service.network_files import NoImport  # noqa: PLC0415

    async def work(graph: Graph) -> "Ended":
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task(f"{state}: the import is being {done}", total=None)
            return await end(
                graph,
                state_of(state),
                reason=reason,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )

    try:
        ended = run(work)
    except NoImport as nothing:
        fail(sentence(nothing))
    print(f"The import of {state} is {done}: {ended.rows} rows.")


def _show_entries(entries: Sequence[object]) -> None:
    if not entries:
        return
    names = ("file", "row", "column", "severity", "rule", "message")
    table = Table(*names)
    for entry in entries[:MOST_ENTRIES_SHOWN]:
        table.add_row(*("" if (value := getattr(entry, name)) is None else str(value) for name in names))
    Console().print(table)
    if len(entries) > MOST_ENTRIES_SHOWN:
        print(f"… and {len(entries) - MOST_ENTRIES_SHOWN} more: `--report FILE` writes all of them.")


@cli.command("export")
def export_(
    directory: Annotated[Path, typer.Argument(file_okay=False, help="Folder to write the network files to.")],
    xlsx: Annotated[bool, typer.Option("--xlsx", help="Write one workbook, network.xlsx.")] = False,
    safe_cells: Annotated[
        bool,
        typer.Option(
            "--safe-cells",
            help="An apostrophe before what spreadsheets take for a formula; not to be imported.",
        ),
    ] = False,
    byte_order_mark: Annotated[
        bool, typer.Option("--byte-order-mark", help="Begin each file with a mark that tells Excel of UTF-8.")
    ] = False,
) -> None:
    """Export the network as it stands into six network files, or into one workbook."""
    from service.network_files import export_network, write_files, write_workbook  # noqa: PLC0415
    from service.work.workbook import WrongWorkbook  # noqa: PLC0415

    if xlsx and (safe_cells or byte_order_mark):
        fail(
            "Choose --xlsx or the other two: a workbook's cells are texts, and its encoding is known.", USAGE
        )
    as_csv = partial(write_files, safe_cells=safe_cells, byte_order_mark=byte_order_mark)
    with writing(directory):
        directory.mkdir(parents=True, exist_ok=True)
        try:
            network = run(lambda graph: export_network(graph, directory, write_workbook if xlsx else as_csv))
        except WrongWorkbook as error:
            fail(sentence(error))
    print(f"{len(network.authorities)} authorities written to {directory}.")


@cli.command("audit")
def audit_() -> None:
    """Check the whole graph against the invariants. Exits 1 when there are findings."""
    from service.audit import audit  # noqa: PLC0415

    findings = run(audit)
    for finding in findings:
        print(f"{finding.rule or '-'}\t{finding.authority or '-'}\t{finding.detail}")
    if findings:
        raise typer.Exit(FAILED)
    print("No invariant is violated.", file=sys.stderr)


@cli.command()
def token(
    as_: Annotated[
        str | None, typer.Option("--as", metavar="AUTHORITY_ID", help="Speak for this authority.")
    ] = None,
    operator: Annotated[
        bool, typer.Option("--operator", help="Speak for the operator of the service.")
    ] = False,
    reconcile: Annotated[
        bool,
        typer.Option(
            "--reconcile",
            help="For the address of the reconciliation service, /reconcile/TOKEN: of twelve hours, good for that alone.",
        ),
    ] = False,
    link: Annotated[
        bool,
        typer.Option(
            "--link",
            help="A link to the pages with a token in it: of twelve hours, only to read; for the operator unless --as is given.",
        ),
    ] = False,
) -> None:
    """Print a signed bearer token of one hour."""
    operator = operator or (link and as_ is None)
    if (as_ is None) is not operator:
        fail("Say for whom: either --as AUTHORITY_ID or --operator.", USAGE)
    if link and reconcile:
        fail("Choose --link or --reconcile: a token is for one of them.", USAGE)
    settings = settings_or_fail()
    if link and not (pages.is_loopback(settings.host) and settings.port):
        fail(
            f"A link is printed only where {PREFIX}HOST is a loopback address and {PREFIX}PORT is given, as a token in it "
            "must not leave the machine: take `token --as AUTHORITY_ID`, and paste it into the page.",
            USAGE,
        )
    if (
        settings.token_secrets is None
        and settings.database_uri == "private"
        and not settings.data_dir.exists()
    ):
        fail(
            f"There is no folder {settings.data_dir}, in which the secrets of a service would be: run `token` where `serve` "
            f"runs, or name its folder by {PREFIX}DATA_DIR."
        )
    try:
        secrets = token_secrets(settings)
    except WrongSetting as error:
        fail(str(error), USAGE)
    if as_ is not None and not run(lambda graph: _exists(graph, as_), settings):
        fail(f"There is no authority with the id {as_}.")
    actor = Actor.of(as_)
    if link:
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        print(pages.link(f"http://{host}:{settings.port}", secrets, actor))
        return
    audience = tokens.RECONCILIATION if reconcile else tokens.AUDIENCE
    print(tokens.issue(secrets, actor, datetime.now(UTC), audience))


async def _exists(graph: Graph, id: str) -> bool:
    from service.statements.authorities import authorities_by_id  # noqa: PLC0415

    try:
        id.encode()
    except UnicodeEncodeError:  # an argument that is not in UTF-8; the graph holds nothing else
        return False
    return bool((await graph.read(authorities_by_id, ids=[id_of(id)]))["authorities"])


@cli.command()
def schema() -> None:
    """Print the GraphQL schema, equal to schema.graphql."""
    from service.api.schema import sdl  # noqa: PLC0415

    print(sdl(), end="")


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="The file to write; it must not exist.")],
) -> None:
    """Back up the whole graph of the private Neo4j, history included, to one file. Stop `serve` before."""
    settings = settings_or_fail()
    with explained(settings):
        manifest = back_up(settings, file)
    print(f"{manifest.nodes} nodes and {manifest.relations} relations backed up to {file}.")
    print(
        f"Not in it: the secret that signs tokens ({settings.data_dir / 'token_secrets'} or {PREFIX}TOKEN_SECRETS).",
        file=sys.stderr,
    )


@cli.command("restore")
def restore_(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="A file that `backup` wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a graph that is not empty.")] = False,
) -> None:
    """Put the graph of a backup in the place of that of the private Neo4j. Stop `serve` before."""
    settings = settings_or_fail()
    with explained(settings):
        manifest = restore(settings, file, force=force)
    print(f"{manifest.nodes} nodes and {manifest.relations} relations restored, as of {manifest.made}.")


def main() -> None:
    """Run the command line."""
    cli(prog_name="authority-network")


if __name__ == "__main__":
    main()
