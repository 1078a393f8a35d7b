"""Cases of release-by-hand beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "release-by-hand"


@pytest.mark.parametrize(
    ("take", "give"),
    [
        ("table_open(1)", "table_close(t)"),
        ("CTX_new()", "CTX_free(t)"),
        ("libc::fopen(p, m)", "libc::fclose(t)"),
        ("libc::newlocale(0, p, q)", "libc::freelocale(t)"),
        ("create_table() as *mut Table", "destroy_table(t)"),
        ("table_create(1).cast::<T>()", "table_destroy(t as *mut c_void)"),
    ],
)
def test_pairs(take: str, give: str) -> None:
    code = f"fn f() {{ unsafe {{ let t = {take}; use_it(t); {give}; }} }}\n"
    assert said(code, "src/lib.rs", RULE) == ["1 " + RULE]


@pytest.mark.parametrize(
    ("take", "give"),
    [
        ("table_open(1)", "file_close(t)"),
        ("table_open(1)", "table_use(t)"),
        ("Table::open(1)", "t.close()"),
        ("table_open(1)", "let g = move || table_close(t)"),
        ("other()", "table_close(t)"),
    ],
)
def test_no_pairs(take: str, give: str) -> None:
    code = f"fn f() {{ unsafe {{ let t = {take}; use_it(t); {give}; }} }}\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_is_silent_in_a_drop_and_on_functions_of_rust() -> None:
    code = "impl Drop for T { fn drop(&mut self) { unsafe { let t = t_open(); t_close(t); } } }\n"
    assert said(code, "src/lib.rs", RULE) == []
    code = "fn t_open() -> u8 { 1 }\nfn t_close(t: u8) {}\nfn f() { unsafe { let t = t_open(); t_close(t); } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_file_has_a_type_in_std() -> None:
    code = "fn f() { unsafe { let d = libc::opendir(p); read(d); libc::closedir(d); } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "read_dir" in finding.instead


def test_is_silent_where_another_call_takes_it_over() -> None:
    code = (
        "unsafe fn prompt(c: *mut Client) -> i32 {\n    let menu = menu_create(1);\n    menu_add(menu, 2);\n"
        "    if menu_display(menu, c) != 0 {\n        menu_free(menu);\n        return 0;\n    }\n    1\n}\n"
    )
    assert said(code, "src/status.rs", RULE) == []
    assert said(code.replace("menu_display(menu, c)", "menu_display(c)"), "src/status.rs", RULE) != []


def test_a_descriptor_that_a_file_would_close() -> None:
    code = "fn f() -> Result<()> {\n    let file = File::open(p)?;\n    let fd = file.into_raw_fd();\n"
    close = "    unsafe { libc::close(fd) };\n    Ok(())\n}\n"
    (finding,) = findings(code + close, "src/lib.rs", RULE)
    assert finding.line == 3 and "`as_raw_fd()`" in finding.instead
    for other in (
        code + "    unsafe { take(fd) };\n    Ok(())\n}\n",
        code.replace("into_raw_fd", "as_raw_fd") + close,
        code + close.replace("close(fd)", "close(other)"),
    ):
        assert said(other, "src/lib.rs", RULE) == [], other
