"""boolean-parameter-run: three `bool` parameters or more in a row."""

from __future__ import annotations

from itertools import groupby

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import text
from review_assist.syntax.source import SourceFile


@rule(
    level="note",
    confidence="medium",
    pedantic=True,
    words=("bool",),
    clippy=("fn_params_excessive_bools",),
    message="`{function}` takes {count} `bool`s in a row, and a call does not name them",
    ask="could the {count} `bool`s of `{function}` be an `enum` each, or the fields of one struct?",
    why="""A row of `0, 1, 0` is how C passes switches, and the order is in the header. `false, true, false`
        says as little, and two of them swapped compile as well.""",
    instead="""Group {names} in a struct, whose literal names each switch where it is set, or use an `enum`
        with two variants for each that decides what the function does.""",
    query="(function_item name: (identifier) @name parameters: (parameters) @parameters) @function",
    silent_in=(
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.CONTRACT,
        FunctionRole.TEST,
        FileRole.SHIM,
        FileRole.TEST,
    ),
    in_c="""
        void copy(const char *name, bool force, bool quiet, bool follow);
        copy(name, true, false, true);      /* which is which? */
    """,
    checks="""
        The compiler then rejects two switches in the wrong order, since each has a name or a type of its
        own.
    """,
)
def boolean_parameter_run(captures: Captures, file: SourceFile) -> Hit | str:
    """
    C functions grow switches: an `int force`, then an `int quiet`. A call shows a row of zeroes and ones, and
    the reader counts commas and looks at the prototype.

    With `bool` the row reads `true, false, true`, which is no better. Rust has two ways to give the switches
    names at the call. A struct literal, `Options { force: true, quiet: false }`, names each and may leave the
    rest to `..Options::default()`. An `enum` such as `Mode::Force` says what is meant, cannot be swapped with
    another, and has room for a third case; the compiler checks that the right one is in the right place.

    ## Keep it when
    The function is private and called once or twice, with variables of the same names.

    ## Known problems
    The calls are not looked at, so it is shown on request only.

    ```rust bad
    fn copy(name: &str, force: bool, quiet: bool, follow: bool) -> bool {
        start(name, force, quiet, follow)
    }
    ```
    ```rust good
    struct Options {
        force: bool,
        quiet: bool,
        follow: bool,
    }

    fn copy(name: &str, options: &Options) -> bool {
        start(name, options)
    }
    ```
    ```rust good
    // Two, and apart from each other.
    fn copy(name: &str, force: bool, depth: u32, quiet: bool) -> bool {
        start(name, force, depth, quiet)
    }
    ```
    """
    function = file.function(captures["function"])
    if function is None or function.is_trait_method:
        return "the trait gives the signature, or the function is not shown"
    parameters = [c for c in captures["parameters"].named_children if c.type == "parameter"]
    for is_switch, group in groupby(parameters, _is_bool):
        run = list(group)
        if is_switch and len(run) >= 3:
            names = ", ".join(f"`{text(p.child_by_field_name('pattern'))}`" for p in run[:4])
            values = {"function": function.name, "count": str(len(run)), "names": names}
            return Hit(at=run[0], values={**values})
    return "no three `bool` parameters stand side by side"


def _is_bool(parameter: Node) -> bool:
    return text(parameter.child_by_field_name("type")) == "bool"
