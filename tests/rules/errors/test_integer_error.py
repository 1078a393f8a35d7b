"""Cases of integer-error beyond its examples."""

from __future__ import annotations

from tests.helper import said

RULE = "integer-error"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f() -> Result<u8, i32> { g() }\n",
        "use libc::c_int;\nfn f() -> Result<u8, Errno> { g() }\n",
        'use libc::c_int;\nextern "C" fn f() -> Result<u8, i32> { g() }\n',
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_an_errno_that_the_function_has_fetched_itself() -> None:
    for read in ("*libc::__errno_location()", "io::Error::last_os_error().raw_os_error().unwrap()"):
        code = (
            "fn open_watch() -> Result<OwnedFd, i32> {\n    let raw = unsafe { libc::inotify_init() };\n"
            f"    if raw < 0 {{\n        return Err(unsafe {{ {read} }});\n    }}\n    Ok(owned(raw))\n}}\n"
        )
        assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"], read
    plain = (
        "fn f() -> Result<u8, i32> { let raw = unsafe { libc::dup(3) }; if raw < 0 { Err(raw) } else { Ok(1) } }\n"
    )
    assert said(plain, "src/lib.rs", RULE) == []
