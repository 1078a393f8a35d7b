"""What stands in a `cfg_if!` is read as code, each arm for itself."""

from __future__ import annotations

from tests.helper import said


def test_each_arm_is_read_in_its_place() -> None:
    loop = "for i in 0..v.len() { g(v[i]); }"
    code = (
        "cfg_if::cfg_if! {\n    if #[cfg(unix)] {\n"
        f"        fn f(v: &[u8]) {{ {loop} }}\n    }} else {{\n        fn f(v: &[u8]) {{ {loop} }}\n    }}\n}}\n"
        f"cfg_select! {{\n    unix => {{ fn h(v: &[u8]) {{ {loop} }} }}\n    _ => {{ fn h(v: &[u8]) {{}} }}\n}}\n"
    )
    assert said(code, "src/lib.rs", "index-loop") == ["3 index-loop", "5 index-loop", "9 index-loop"]


def test_what_is_around_the_macro_is_not_told_twice_or_judged_by_one_arm() -> None:
    code = (
        "fn f() -> u8 {\n    let x;\n    cfg_if! {\n        if #[cfg(unix)] { x = 1; } else { x = 2; }\n    }\n"
        "    return x;\n}\n"
    )
    assert said(code, "src/lib.rs", "declared-then-assigned") == []
    assert said(code, "src/lib.rs", "tail-return") == ["6 tail-return"]


def test_a_method_knows_its_impl() -> None:
    code = "impl Port for X { cfg_if! { if #[cfg(a)] { fn put(&self, p: *mut u8) -> i32 { h(p); -1 } } } }\n"
    assert said(code, "src/lib.rs", "integer-status-return") == []


def test_statics_in_lazy_static_are_read() -> None:
    code = 'lazy_static! {\n    static ref NAME: Name = Name(b"serial\\0".as_ptr() as *const c_char);\n}\n'
    assert said(code, "src/lib.rs", "nul-terminated-literal") == ["2 nul-terminated-literal"]


def test_what_does_not_parse_is_left_alone() -> None:
    code = "cfg_if! { if #[cfg(unix)] { fn f( } else { } }\ncfg_if! {}\nlazy_static! { static ref X }\n"
    assert said(code, "src/lib.rs") == []
