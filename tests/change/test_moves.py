"""Lines that were only moved are not new; lines that are alike by chance are."""

from __future__ import annotations

from review_assist.change.moves import moved_lines
from review_assist.model import Series
from tests.change.helper import diff, hunk, patch, series

FUNCTION = [
    "fn clear_interrupt_level(&mut self) {",
    "    let mut i = 0;",
    "    unsafe {",
    "",
    "        i",
    "    }",
    "}",
]
"""One distinctive line, and around it what stands everywhere."""


def marked(kind: str, lines: list[str], indent: str = "") -> str:
    return "".join(f"{kind}{indent}{line}\n" for line in lines)


def test_a_function_that_moves_to_another_file_has_moved_with_all_its_short_lines() -> None:
    gone, come = (
        diff(hunk(marked("-", FUNCTION)), old_path="a.rs", new_path="a.rs"),
        diff(hunk(marked("+", FUNCTION, "    "))),
    )

    moved = moved_lines(Series((patch(gone, come),)))

    assert moved == {(0, "src/dev.rs"): {10, 11, 12, 14, 15, 16}}


def test_a_move_over_two_patches_is_one_too() -> None:
    come, gone = (
        diff(hunk(marked("+", FUNCTION))),
        diff(hunk(marked("-", FUNCTION)), old_path="a.rs", new_path="a.rs"),
    )

    assert moved_lines(series(come, gone))[0, "src/dev.rs"] == {10, 11, 12, 14, 15, 16}
    assert moved_lines(series(gone, come))[1, "src/dev.rs"] == {10, 11, 12, 14, 15, 16}


def test_what_a_later_patch_removes_again_was_new() -> None:
    come, gone = diff(hunk(marked("+", FUNCTION))), diff(hunk(marked("-", FUNCTION)))

    assert moved_lines(series(come, gone)) == {}


def test_short_lines_that_are_alike_by_chance_are_new() -> None:
    removed, added = "-    let mut i = 0;\n-    return -1;\n", "+let mut i = 0;\n+call();\n+return -1;\n+}\n"

    assert moved_lines(series(diff(hunk(f"{removed}     go();\n{added}")))) == {}


def test_short_lines_beside_a_moved_line_that_did_not_stand_there_before_are_new() -> None:
    gone = diff(hunk(marked("-", [FUNCTION[0], "    other();", FUNCTION[1]])), old_path="a.rs", new_path="a.rs")
    come = diff(hunk(marked("+", FUNCTION[:2])))

    assert moved_lines(Series((patch(gone, come),))) == {(0, "src/dev.rs"): {10}}


def test_lines_indented_anew_in_their_place_have_moved() -> None:
    removed = "-    let mut i = 0;\n-    return -1;\n"
    added = "+    if on {\n+        let mut i = 0;\n+        return -1;\n+    }\n"

    assert moved_lines(series(diff(hunk(removed + added)))) == {(0, "src/dev.rs"): {11, 12}}


def test_a_copy_is_new() -> None:
    line = "        self.update_interrupt_level();\n"

    moved = moved_lines(series(diff(hunk(f"-{line} go();\n+{line} stop();\n+{line}"))))

    assert moved == {(0, "src/dev.rs"): {11}}


def test_a_distinctive_line_that_is_removed_everywhere_is_no_sign_of_a_move() -> None:
    line = "        self.update_interrupt_level();\n"
    gone = diff(hunk(f"-{line}" * 5), old_path="a.rs", new_path="a.rs")

    assert moved_lines(Series((patch(gone, diff(hunk(f"+{line}"))),))) == {}


def test_what_moves_out_of_a_file_that_is_no_rust_is_new() -> None:
    gone, come = (
        diff(hunk(marked("-", FUNCTION)), old_path="a.c", new_path="a.c"),
        diff(hunk(marked("+", FUNCTION))),
    )

    assert moved_lines(Series((patch(gone, come),))) == {}


def test_what_became_public_where_it_is_now_has_moved() -> None:
    gone = diff(hunk(marked("-", FUNCTION)), old_path="a.rs", new_path="a.rs")
    come = diff(hunk(marked("+", [f"pub(crate) {FUNCTION[0]}", *FUNCTION[1:]])))

    assert moved_lines(series(gone, come)) == {(1, "src/dev.rs"): {10, 11, 12, 14, 15, 16}}


def test_a_function_that_many_files_had_has_moved_where_it_is_now() -> None:
    gone = [
        diff(hunk(marked("-", FUNCTION)), old_path=f"{name}.rs", new_path=f"{name}.rs")
        for name in ("a", "b", "c", "d")
    ]

    assert moved_lines(series(*gone, diff(hunk(marked("+", FUNCTION))))) == {
        (4, "src/dev.rs"): {10, 11, 12, 14, 15, 16}
    }
