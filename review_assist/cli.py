"""The command line: options become a request, errors become one line and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from review_assist import __version__, cli_llm
from review_assist.errors import InputError, InternalError, ModelError, ReviewAssistError, UsageError
from review_assist.reports.formats import FORMATS

if TYPE_CHECKING:
    from review_assist.model import ChangedFile, Review
    from review_assist.reports.terminal import Style

_FINDINGS = 1
_INTERRUPTED = 130
_PROGRESS_FROM = 40
"""Files from which on a person would wonder whether it still runs."""

Command = TypeVar("Command", bound=Callable[..., Any])


def main() -> None:
    """Run the command line; every way out goes through here."""
    gc.disable()  # a run is short, and looking for cycles costs more than they hold
    sys.excepthook = _own_failure
    try:
        sys.exit(commands.main(standalone_mode=False) or 0)
    except click.exceptions.Abort:
        _fail("interrupted", _INTERRUPTED)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(UsageError.exit_code)
    except click.ClickException as error:
        _fail(error.format_message(), UsageError.exit_code)
    except ReviewAssistError as error:
        _fail(str(error), error.exit_code)
    except OSError as error:
        _fail(f"{error.filename or 'standard output'}: {error.strerror}", InputError.exit_code)
    except RecursionError:
        _fail("the input is nested too deeply to be read", InternalError.exit_code)


def _own_failure(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What nobody foresaw, in one line: where it happened, and what to do about it."""
    from traceback import extract_tb

    package = Path(__file__).parent
    places = [
        Path(frame.filename).relative_to(package).as_posix() + f":{frame.lineno}"
        for frame in extract_tb(trace)
        if package in Path(frame.filename).parents
    ]
    where = f" in {places[-1]}" if places else ""
    what = f"a failure of our own{where}: {kind.__name__}: {error}"
    _fail(f"{what}; please report it, with the input", InternalError.exit_code)


def _fail(line: str, code: int) -> None:
    from review_assist.clean import on_one_line

    click.echo(f"review-assist: {on_one_line(line)}", err=True)
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="review-assist")
def commands() -> None:
    """Read Rust patches for C habits and draft the review notes.

    INPUT is a patch, diff, .eml or mbox file, a folder of them, `-` for standard input, or a git revision or
    range such as HEAD, HEAD~3.. or origin/master..topic. Without one: the uncommitted changes.

    \b
    review-assist review patch.mbox      draft the reply to a patch
    review-assist check HEAD~3..         check your own work before sending it
    review-assist explain index-loop     learn what a note means
    review-assist post github URL        put the draft on a pull request

    Exit status: 0 fine, 1 findings (check only), 2 wrong usage, 3 some input could not be read (the rest was
    reviewed), 4 a failure of our own, or of a language model that is required.
    """


def _split(_: click.Context, __: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _complete(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    from review_assist.rules.registry import all_rules, known_names

    return sorted(name for name in known_names(all_rules()) if name.startswith(begun))


_NAMES: dict[str, Any] = {"multiple": True, "callback": _split, "shell_complete": _complete, "metavar": "NAME"}
_CHOICES = (
    click.option("--select", **_NAMES, help="Only these rules or families."),
    click.option("--ignore", **_NAMES, help="Not these rules or families."),
    click.option("--pedantic", is_flag=True, help="Also what is small or unsure."),
    click.option(
        "--level", type=click.Choice(["note", "warning", "error"]), default="note", help="Nothing below this."
    ),
    click.option(
        "--profile",
        metavar="NAME|FILE.toml",
        help="The project: qemu, linux, gnome, default, or your own. [default: recognised]",
    ),
    click.option(
        "--repo",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="The repository. [default: the one around this folder]",
    ),
    click.option("--no-repo", is_flag=True, help="Judge a patch by its own text alone."),
    click.option(
        "--teach",
        type=click.Choice(["line", "card", "lesson"]),
        default="card",
        show_default=True,
        help="How much each note explains.",
    ),
)
"""What is judged, and how much is told."""
_OPTIONS = (
    click.argument("inputs", nargs=-1, metavar="[INPUT]..."),
    click.option(
        "--format",
        "form",
        type=click.Choice(tuple(FORMATS)),
        metavar="NAME",
        default="terminal",
        show_default=True,
        help="; ".join(f"{name}: {form.about}" for name, form in FORMATS.items()) + ".",
    ),
    click.option(
        "-o",
        "--output",
        type=click.Path(path_type=str),
        help="Write there instead of to standard output; DIR/ for a file for each reply (mail, b4).",
    ),
    *_CHOICES,
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="Colours on the terminal; NO_COLOR is respected.",
    ),
    click.option(
        "--max-notes",
        "most",
        type=click.IntRange(min=1),
        default=6,
        show_default=True,
        metavar="N",
        help="Notes in one mail, the worst first.",
    ),
    click.option("--all", "all_notes", is_flag=True, help="All notes, however many."),
    click.option("--also-fine", is_flag=True, help="Also what looks alarming to a C reader and is right."),
    click.option("--since", metavar="INPUT", help="Also what became of the notes on this earlier version."),
    click.option("--ledger", flag_value="family", help="Also how many C habits each patch adds, removes, moves."),
    click.option("--ledger-by-rule", "ledger", flag_value="rule", help="The same, a row for each rule."),
    click.option(
        "--diff-refs",
        metavar="BASE,START,HEAD",
        help="For gitlab-discussions: the merge request's diff_refs.",
    ),
    click.option("--why", metavar="FILE:LINE", help="Only what each rule made of this one line, and why."),
    click.option("-q", "--quiet", is_flag=True, help="No summary, no progress."),
)


def _options(voice: str) -> Callable[[Command], Command]:
    """The options that review and check share; `voice` is who speaks if nobody says otherwise."""
    spoken = click.option(
        "--voice",
        type=click.Choice(["reviewer", "submitter"]),
        default=voice,
        show_default=True,
        help="To the list, or to yourself before sending.",
    )

    return _all(*_OPTIONS, spoken, cli_llm.options)


def _all(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """The options as one decorator, shown in their order."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@commands.command()
@_options("reviewer")
def review(**options: Any) -> int:
    """Draft review notes for the INPUTs (for the reviewer)."""
    done = _review(options, whole_files=False)
    return InputError.exit_code if done.problems else 0


@commands.command()
@_options("submitter")
@click.option(
    "--fail-on",
    type=click.Choice(["note", "warning", "error", "never"]),
    default="warning",
    show_default=True,
    help="Exit with 1 if a finding is at or above this level.",
)
@click.option("--fix", is_flag=True, help="Put the safe fixes into the files, and report what is left.")
@click.option("--diff", is_flag=True, help="Print the safe fixes as a diff for git apply; change nothing.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also those that may change behaviour.")
@click.option(
    "--force", is_flag=True, help="With --fix or --diff: also files edited since the revision, as they are."
)
def check(fail_on: str, **options: Any) -> int:
    """List the findings in the INPUTs (for the submitter and CI).

    INPUT may also be a .rs file or a folder of Rust, which is reviewed whole.
    """
    from review_assist.model import LEVELS

    if options["fix"] or options["diff"]:
        done = _fix(options)
    elif options["unsafe_fixes"] or options["force"]:
        name = "--unsafe-fixes" if options["unsafe_fixes"] else "--force"
        raise UsageError(f"{name} goes with --fix or --diff; add one of them")
    else:
        done = _review(options, whole_files=True)
    if done.problems:
        return InputError.exit_code
    is_asked = fail_on in LEVELS and not options["why"]
    failing = LEVELS[LEVELS.index(fail_on) :] if is_asked else ()
    return _FINDINGS if any(finding.level in failing for finding in done.findings) else 0


@commands.command()
@click.argument("forge", type=click.Choice(["github", "gitlab"]))
@click.argument("url")
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option("--send", is_flag=True, help="Send it; without this, what would be sent is printed.")
@click.option("--token-env", metavar="NAME", help="Variable with the token. [default: GITHUB_TOKEN, GITLAB_TOKEN]")
@_all(*_CHOICES)
def post(forge: str, url: str, **options: Any) -> int:
    """Put a draft review on the pull or merge request at URL.

    It is pending: only you see it, until you submit it there. Without INPUT the diff that the forge shows is
    reviewed. What is there already is not said again.
    """
    from review_assist import run_post

    with _opened(None) as out:
        plain = {"voice": "reviewer", "most": None, "ledger": None, "also_fine": False}
        done, line = run_post.post(forge, url, {**options, **plain}, out)
    _tell_problems(done)
    click.echo(f"review-assist: {line}", err=True)
    return InputError.exit_code if done.problems else 0


def _complete_word(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    from review_assist.explain.catalogue import known_names

    return sorted(
        name for name in known_names() if name.startswith(begun) and name.replace("-", "_").isidentifier()
    )


@commands.command()
@click.argument("names", nargs=-1, metavar="NAME...", shell_complete=_complete_word)
@click.option(
    "--all", "everything", is_flag=True, help="The whole catalogue, with contents and an index of C's words."
)
@click.option("--terms", is_flag=True, help="List the terms, each with its sentence.")
@click.option(
    "--format", "form", type=click.Choice(["terminal", "markdown", "html"]), default="terminal", show_default=True
)
@click.option("-o", "--output", type=click.Path(path_type=str), help="Write there instead of to standard output.")
def explain(names: Sequence[str], form: str, output: str | None, *, everything: bool, terms: bool) -> None:
    """Teach one rule or more, or a word that notes use.

    NAME is a rule, a family for all of its rules, a term of Rust such as `borrow`, or a word of C for which Rust
    has another, such as `malloc` or `goto`.
    """
    from review_assist import run_explain

    if [bool(names), everything, terms].count(True) != 1:
        raise UsageError("explain takes a NAME or more, or --all, or --terms")
    if terms and form != "terminal":
        raise UsageError("--terms is a list for the terminal; --all has the terms in every format")
    with _opened(output) as out:
        if terms:
            run_explain.list_terms(out, _style("auto", out))
        else:
            run_explain.explain(names, form, out, _style("auto", out))


@commands.command()
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True)
def rules(form: str) -> None:
    """List the rules by family."""
    from review_assist import run_explain

    with _opened(None) as out:
        run_explain.list_rules(form, out, _style("auto", out))


commands.add_command(cli_llm.cache)


def _review(options: dict[str, Any], *, whole_files: bool) -> Review:
    """Review the inputs and report."""
    from review_assist import run

    _check_repository(options)
    done = run.review(options, whole_files=whole_files, track=partial(_tracked, quiet=options["quiet"]))
    return _report(done, options)


def _fix(options: dict[str, Any]) -> Review:
    """Fix the inputs and report what is left; or print how, and return what is there."""
    from review_assist import run_fix

    _check_repository(options)
    fixing = run_fix.fix(options, partial(_tracked, quiet=options["quiet"]))
    if options["diff"]:
        with _opened(options["output"]) as out:
            run_fix.show(fixing, out.buffer, is_screen=out.isatty())
        done = fixing.found
        _tell_problems(done)
    else:
        fixing = run_fix.write(fixing)
        done = _report(fixing.left, options)
    if not options["quiet"]:
        click.echo(f"review-assist: {run_fix.summary(fixing, is_written=options['fix'])}", err=True)
    return done


def _check_repository(options: dict[str, Any]) -> None:
    if options["repo"] and options["no_repo"]:
        raise UsageError("--repo and --no-repo exclude each other; leave one out")


def _report(done: Review, options: dict[str, Any]) -> Review:
    """Report; what could not be read is told last, a line each."""
    from review_assist import run
    from review_assist.reports.summary import summary

    quiet, asks_model = options["quiet"], cli_llm.is_asked(options)
    reading = run.why(done, options) if options["why"] else None
    if asks_model:
        done = run.polished(done, options, partial(cli_llm.bar, quiet=quiet))
    if _is_folder(options["output"]) and not options["llm_dry_run"]:
        _write_files(Path(options["output"]), run.files(done, options, _style("never", None)))
    else:
        with _opened(options["output"]) as out:
            if options["llm_dry_run"]:
                run.show_requests(done, options, out)
            else:
                run.report(reading or done, options, out, _style(options["color"], out))
    if options["form"] in ("mail", "b4") and not done.notes and not quiet:
        click.echo(f"review-assist: {summary(done) or 'nothing was read'}; no reply written", err=True)
    _tell_problems(done)
    if done.polish is not None:
        cli_llm.tell(done.polish, quiet=quiet)
        if done.polish.warnings and options["llm_required"]:
            raise ModelError("the language model is required, and did not answer all that it was asked")
    return done


def _tell_problems(done: Review) -> None:
    from review_assist.clean import on_one_line

    for problem in (*done.remarks, *done.problems):
        advice = f"; {problem.advice}" if problem.advice else ""
        click.echo(f"review-assist: {on_one_line(f'{problem.where}: {problem.what}{advice}')}", err=True)


def _tracked(files: Sequence[ChangedFile], *, quiet: bool) -> Iterable[ChangedFile]:
    if quiet or len(files) < _PROGRESS_FROM or not sys.stderr.isatty():
        return files
    return _with_bar(files)


def _with_bar(files: Sequence[ChangedFile]) -> Iterator[ChangedFile]:
    with click.progressbar(files, label="reviewing", file=sys.stderr) as bar:
        yield from bar


def _is_folder(output: str | None) -> bool:
    return output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir())


def _write_files(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    """Write each file into the folder, which is made if there is something to write; names are ours."""
    for name, text in files:
        folder.mkdir(parents=True, exist_ok=True)
        with _opened(str(folder / name)) as out:
            out.write(text)


@contextmanager
def _opened(path: str | None) -> Iterator[TextIO]:
    """The file, or standard output; a reader of ours that leaves early, as `head` does, is no error."""
    if path is not None:
        try:
            out = Path(path).open("w", encoding="utf-8", newline="\n", errors="replace")  # noqa: SIM115 - used below
        except OSError as error:
            raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
        yield from _written(out, path)
        return
    if sys.stdout is None:
        raise UsageError("standard output is closed; open it, or write to a file with -o")
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _written(out: TextIO, path: str) -> Iterator[TextIO]:
    """The file, closed afterwards; a full disk is told with its name, which the error itself does not know."""
    try:
        with out:
            yield out
    except OSError as error:
        error.filename = error.filename or path
        raise


def _style(color: str, out: TextIO | None) -> Style:
    """Whether colours are wanted, and how many columns there are."""
    from shutil import get_terminal_size

    from review_assist.reports.terminal import Style

    is_screen = out is not None and out.isatty()
    is_wanted = color == "always" or (color == "auto" and is_screen and not os.environ.get("NO_COLOR"))
    return Style(is_wanted, min(get_terminal_size((80, 24)).columns, 120), is_screen=is_screen)
