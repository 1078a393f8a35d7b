"""Cases of unsafe-macro-argument beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "unsafe-macro-argument"


def test_points_at_the_argument() -> None:
    code = "macro_rules! get {\n    ($p:expr) => {\n        unsafe { read($p) }\n    };\n}\n"
    (finding,) = findings(code, "src/a.rs", RULE)
    assert (finding.line, finding.column, finding.end_column) == (3, 23, 25)
    assert finding.confidence == "medium", "nobody but this crate can call it"
    (finding,) = findings(
        code.replace("($p:expr)", "($f:ident, $p:expr)").replace("read(", "c::$f("), "src/a.rs", RULE
    )
    assert finding.confidence == "low", "it writes out the functions of its own file"


@pytest.mark.parametrize(
    "code",
    [
        "macro_rules! get { ($p:expr) => {{ let p = $p; unsafe { read(p) } }}; }\n",
        "macro_rules! get { ($f:ident) => { unsafe { $f() } }; }\n",
        "/// # Safety\n/// `p` is valid.\nmacro_rules! get { ($p:expr) => { unsafe { read($p) } }; }\n",
        "macro_rules! get_unsafe { ($p:expr) => { unsafe { read($p) } }; }\n",
        'macro_rules! text { ($t:expr) => { unsafe { from_ptr(concat!($t, "\\0").as_ptr()) } }; }\n',
        "macro_rules! store { ($p:expr) => { unsafe { next(); $p = VALUE; } }; }\n",
        "macro_rules! make { ($b:expr) => { unsafe fn f() { $b } }; }\n",
    ],
)
def test_is_silent_where_the_caller_lends_nothing(code: str) -> None:
    assert said(code, "src/a.rs", RULE) == []


def test_is_silent_on_what_is_only_quoted() -> None:
    code = "macro_rules! name {\n    ($e:expr) => {\n        unsafe { from_bytes(stringify!($e)) }\n    };\n}\n"
    assert said(code, "src/lib.rs", RULE) == []
