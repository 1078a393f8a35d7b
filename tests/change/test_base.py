"""Which base a file gets, and what is left of its added lines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from review_assist.change.base import changed_files
from review_assist.model import ChangedFile, Series
from review_assist.syntax.rust import parse
from tests.change.helper import diff, hunk, patch, series

OLD = b"fn f() {\n    a();\n    b();\n}\n"
NEW = b"fn f() {\n    a();\n    c();\n    b();\n}\n"
CHANGE = diff(hunk("     a();\n+    c();\n     b();\n", old=2, new=2))


@dataclass
class Repository:
    """A repository in memory, which remembers what it was asked for."""

    blobs: dict[str, bytes] = field(default_factory=dict)
    parents: dict[tuple[str, str], bytes] = field(default_factory=dict)
    head: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def blob(self, name: str, /) -> bytes | None:
        self.asked.append(f"blob {name}")
        return self.blobs.get(name)

    def at_parent(self, commit: str, path: str, /) -> bytes | None:
        self.asked.append(f"parent {commit} {path}")
        return self.parents.get((commit, path))

    def at_head(self, path: str, /) -> bytes | None:
        self.asked.append(f"head {path}")
        return self.head.get(path)


def files(given: Series, repository: Repository | None = None) -> tuple[ChangedFile, ...]:
    return changed_files(given, 0, parse, repository)


def test_without_a_repository_hunks_are_rebuilt_on_their_own() -> None:
    (file,) = files(series(CHANGE))

    assert (file.path, file.patch, file.is_complete) == ("src/dev.rs", 0, False)
    assert file.texts[0].added == {3}


def test_the_base_is_found_by_its_object_id() -> None:
    repository = Repository(blobs={"1234567": OLD})

    (file,) = files(series(replace(CHANGE, old_blob="1234567")), repository)

    assert file.is_complete
    assert file.texts[0].source == NEW
    assert repository.asked == ["blob 1234567"]


def test_the_parent_is_asked_next_and_the_head_last() -> None:
    given = Series((patch(replace(CHANGE, old_blob="1234567"), commit="c0ffee"),))
    repository = Repository(head={"src/dev.rs": OLD})

    (file,) = files(given, repository)

    assert file.texts[0].source == NEW
    assert repository.asked == ["blob 1234567", "parent c0ffee src/dev.rs", "head src/dev.rs"]


def test_a_base_that_does_not_fit_is_not_used() -> None:
    (file,) = files(series(CHANGE), Repository(head={"src/dev.rs": b"fn g() {}\n"}))

    assert not file.is_complete


def test_a_new_file_is_complete_without_a_repository() -> None:
    (file,) = files(series(diff(hunk("+fn f() {}\n", old=0, new=1), old_path=None)))

    assert file.is_complete
    assert file.texts[0].source == b"fn f() {}\n"


def test_a_later_patch_builds_on_an_earlier_one() -> None:
    new = replace(
        diff(hunk("".join(f"+{line}\n" for line in OLD.decode().split("\n")[:-1]), old=0, new=1), old_path=None)
    )
    renamed = replace(CHANGE, old_path="src/old.rs", old_blob="abcdef0")

    by_path = files(series(new, CHANGE))
    by_blob = files(series(replace(new, new_path="src/old.rs", new_blob="abcdef012345"), renamed))

    assert by_path[1].texts[0].source == by_blob[1].texts[0].source == NEW
    assert (by_path[1].patch, by_path[1].texts[0].added) == (1, frozenset({3}))


def test_moved_lines_are_told_and_are_not_added() -> None:
    line = "    self.update_interrupt_level();\n"
    given = series(diff(hunk(f"-{line} a();\n+{line}+b();\n")))

    (file,) = files(given)

    assert file.moved == {11}
    assert file.texts[0].added == {12}


def test_what_adds_no_rust_gives_no_file() -> None:
    given = series(
        diff(hunk("+a\n"), old_path="a.c", new_path="a.c"),
        diff(hunk("-a\n"), new_path=None),
        diff(hunk(" a\n-b\n")),
        replace(diff(), is_binary=True),
        diff(),
    )

    assert files(given) == ()


def test_a_combined_diff_gives_hunks() -> None:
    (file,) = files(series(replace(CHANGE, is_combined=True)), Repository(head={"src/dev.rs": OLD}))

    assert not file.is_complete


def test_files_refer_to_their_patch_in_the_submission() -> None:
    assert [file.patch for file in changed_files(series(CHANGE, CHANGE), 5, parse, None)] == [5, 6]
