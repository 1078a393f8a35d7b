"""Cases of c-string-in-signature beyond its examples."""

from __future__ import annotations

from review_assist.profiles.load import shipped
from tests.helper import findings, said

RULE = "c-string-in-signature"


def test_points_at_the_parameter() -> None:
    (finding,) = findings("fn f(a: u8, name: &CStr) {}\n", "src/lib.rs", RULE)
    assert (finding.column, finding.end_column, finding.confidence) == (13, 24, "medium")


def test_a_returned_one() -> None:
    (finding,) = findings("fn title(&self) -> *const c_char { self.title }\n", "src/lib.rs", RULE)
    assert "returns" in finding.message and "`String`" in finding.instead


def test_converters_bindings_callbacks_and_traits() -> None:
    assert said("fn from_c(text: *const c_char) -> String { g(text) }\n", "src/lib.rs", RULE) == []
    assert said("fn set(name: &CStr) {}\n", "rust/qom/src/object.rs", RULE) == []
    assert said('extern "C" fn f(name: *const c_char) {}\n', "src/lib.rs", RULE) == []
    assert said("impl Named for A { fn title(&self) -> &CStr { self.t } }\n", "src/lib.rs", RULE) == []


def test_the_pointer_rule_leaves_it_alone() -> None:
    rules = [line.split()[1] for line in said("fn f(name: *const c_char) {}\n", "src/lib.rs")]
    assert rules == [RULE]


def test_a_path_is_no_str() -> None:
    (finding,) = findings("fn enter(cwd: &CStr) {}\n", "src/lib.rs", RULE)
    assert "`&Path`" in finding.question


def test_where_the_signature_or_the_place_leaves_no_choice() -> None:
    for code in (
        "fn set_title(_: *const c_char) {}\n",
        "fn callback(data: *mut c_char) {}\n",
        "fn spawn_ffi(command: *const c_char) {}\n",
        "unsafe fn strcmp_(left: *const c_char, right: &str) -> bool { go() }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code
    assert said("fn report(command: *const c_char) {}\n", "src/fork_exec/postfork.rs", RULE) == []


def test_a_text_that_only_passes_through() -> None:
    for body, count in (
        ("unsafe { libc::posix_spawn(&mut pid, name, argv) }", 0),
        ("unsafe { bindings::open(name.as_ptr().cast()) }", 0),
        ('let f: unsafe extern "C" fn(*const c_char) = load(); f(name)', 0),
        ("unsafe { libc::strlen(name) }", 1),
        ("find(name)", 1),
    ):
        code = f"fn open(name: *const c_char) -> i32 {{ {body} }}\n"
        assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"] * count, body


def test_an_answer_for_c_is_c_s() -> None:
    code = "fn name_of(q: &Queue) -> *const c_char { q.name.as_ptr() }\n"
    caller = 'extern "C" fn queue_name(q: *const Queue) -> *const c_char { name_of(&*q) }\n'
    assert said(code + caller, "src/lib.rs", RULE) == []
    assert said(
        code + caller.replace('extern "C" ', "").replace("*const c_char", "usize"), "src/lib.rs", RULE
    ) == [f"1 {RULE}"]


def test_is_silent_on_a_wrapper_that_names_the_pointer_first() -> None:
    code = (
        "pub fn expand(cap: &CStr) -> Option<CString> {\n    let raw = cap.as_ptr() as *mut c_char;\n"
        "    unsafe { copied(tparm(raw)) }\n}\n"
    )
    assert said(code, "src/curses.rs", RULE) == []
    assert said(code.replace("tparm(raw)", "tparm(0)"), "src/curses.rs", RULE) != []


def test_without_std_a_c_str_is_text() -> None:
    linux = shipped()["linux"]
    assert said("fn open(name: &CStr) {}\n", "drivers/block/a.rs", RULE, profile=linux) == []
    (finding,) = findings("fn open(name: *const c_char) {}\n", "drivers/block/a.rs", RULE, profile=linux)
    assert "Use `&CStr`" in finding.instead


def test_a_pointer_that_c_keeps_has_an_owner() -> None:
    code = "fn name_pointer(&mut self) -> *const c_char { self.name.as_ref().map_or(null(), |n| n.as_ptr()) }\n"
    (finding,) = findings(f"impl Session {{ {code} }}\n", "src/lib.rs", RULE)
    assert "Use `&CStr`, in an `Option` if there may be none" in finding.instead
    (finding,) = findings("fn label(n: u8) -> *const c_char { g(n) }\n", "src/lib.rs", RULE)
    assert "let a field own a `CString`" in finding.instead and "make the C string" not in finding.instead
    (finding,) = findings("fn is_serial(kind: *const c_char) -> bool { g(*kind) }\n", "src/lib.rs", RULE)
    assert "in a variable that outlives" in finding.instead
