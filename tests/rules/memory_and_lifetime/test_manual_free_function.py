"""Cases of manual-free-function beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "manual-free-function"
QUEUE = "struct Queue { items: Vec<u8> }\n"


def test_points_at_the_name() -> None:
    (finding,) = findings("struct Q;\nunsafe fn q_free(q: *mut Q) {}\n", "src/lib.rs", RULE)
    assert (finding.line, finding.column, finding.end_column) == (2, 11, 17)
    assert "impl Drop for Q" in finding.instead


def test_a_type_of_another_file_is_asked_about_if_the_name_fits() -> None:
    (finding,) = findings("unsafe fn work_queue_free(q: *mut WorkQueue) {}\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium"
    assert said("unsafe fn page_free(q: *mut WorkQueue) {}\n", "src/lib.rs", RULE) == []


def test_a_callback_that_c_calls() -> None:
    assert said(QUEUE + 'extern "C" fn queue_free(q: *mut Queue) {}\n', "src/lib.rs", RULE) == []


def test_a_shared_reference_releases_nothing() -> None:
    assert said(QUEUE + "fn is_free(q: &Queue) -> bool { true }\n", "src/lib.rs", RULE) == []


def test_a_method_is_not_a_free_function() -> None:
    assert said(QUEUE + "impl Queue { fn destroy(q: &mut Queue) {} }\n", "src/lib.rs", RULE) == []


def test_a_private_function_that_rust_calls_keeps_its_abi_by_habit() -> None:
    code = QUEUE + 'extern "C" fn queue_free(q: *mut Queue) {}\nfn f(q: *mut Queue) { queue_free(q) }\n'
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.confidence == "medium"
    assert said(code.replace("extern", "pub extern"), "src/lib.rs", RULE) == []
    assert said(code + "fn g() { on_exit(queue_free) }\n", "src/lib.rs", RULE) == []


def test_names_the_type_that_the_body_frees() -> None:
    code = """struct Table { entries: Vec<u8> }
struct Entry { value: u8 }
unsafe fn entry_free(t: *mut Table, e: *mut Entry) {
    table_remove(t, e);
    free(e);
}
"""
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "impl Drop for Entry" in finding.instead
