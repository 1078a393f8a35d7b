"""Profiles: how they are read and recognised, and what they change."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from review_assist import pipeline
from review_assist.config import Settings
from review_assist.errors import UsageError
from review_assist.inputs.mbox import read_patches
from review_assist.model import (
    ChangedFile,
    Finding,
    Profile,
    Recognition,
    RoleGlobs,
    RuleChange,
    Submission,
    Text,
)
from review_assist.profiles.load import check_rules, load, shipped
from review_assist.profiles.recognise import telling_files
from review_assist.rules.adapt import values_of
from review_assist.rules.engine import find
from review_assist.rules.registry import all_rules
from tests.helper import examples, rule_named
from tests.test_pipeline import hunk

PROJECTS = ("gnome", "linux", "qemu")
CHANGES = [(name, rule, change) for name in PROJECTS for rule, change in shipped()[name].rules.items()]
STATIC = hunk("src/a.rs", 1, "+static mut COUNT: u32 = 0;")

STATIC_OF_C = 'extern "C" {\n    static info: Info;\n}\nconst INFO: *const Info = unsafe { &info };\n'

Write = Callable[[str], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a profile; the answer is its path."""

    def written(text: str) -> str:
        path = tmp_path / "mine.toml"
        path.write_text(text)
        return str(path)

    return written


def review_profile(
    text: str, settings: Settings | None = None, tree: dict[str, bytes] | None = None
) -> tuple[Profile, ...]:
    """The profiles that a mail or diff is reviewed with."""
    series, problems = read_patches(text.encode(), "test")
    done = pipeline.review(Submission(series, (), problems, tree=tree or {}), settings or Settings())
    return done.profiles


def findings_of(rule: str, code: str, path: str, profile: Profile) -> list[Finding]:
    """What one rule says of a whole new file in a project of this profile, low ones included."""
    data = code.encode()
    text = Text(data, 0, len(data), 1, frozenset(range(1, data.count(b"\n") + 2)))
    changed = ChangedFile(path, None, (text,), is_complete=True, profile=profile)
    return list(find([changed], [rule_named(rule)]).findings)


def mail(diff: str, **headers: str) -> str:
    given = "".join(f"{name}: {value}\n" for name, value in headers.items())
    return f"From: A <a@example.org>\nSubject: [PATCH] count\n{given}\n---\n{diff}"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('minimum_rsut = "1.70"', r"minimum_rsut: .* did you mean minimum_rust\?"),
        ('[recognise]\nlist = ["a@b"]', r"recognise\.list: .* did you mean lists\?"),
        ('[rules.index-loop]\nlevle = "note"', r"rules\.index-loop\.levle: .* did you mean level\?"),
        ('[rules.index-loop]\nlevel = "fatal"', r"rules\.index-loop\.level: is none of note, warning, error"),
        ('[rules.index-loop]\ninstead = "a {b.c}"', r"rules\.index-loop\.instead: \{b\.c\} is not the name"),
        ('[rules.index-loop]\ninstead = "a {b"', r"rules\.index-loop\.instead: is no template"),
        (
            '[rules.index-loop]\ncite = "docs/rust.rst"',
            r"rules\.index-loop\.cite: is not a document and a heading",
        ),
        ("minimum_rust = 1.70", "minimum_rust: is not a version"),
        ("[policy]\nmax_new_crates = true", r"policy\.max_new_crates: is not a number"),
        ('[[policy.twins]]\ncc = ["a.c"]', r"policy\.twins\.cc: .* did you mean c\?"),
        ('roles = "leaf"', "roles: is not a table"),
        ("[roles]\nleaf = [1]", r"roles\.leaf: is not a text"),
        ('extends = "qmeu"', r"extends: .* did you mean qemu\?"),
        ("name = ", "is not TOML"),
    ],
)
def test_a_mistake_names_the_file_and_what_was_meant(write: Write, text: str, complaint: str) -> None:
    path = write(text)
    with pytest.raises(UsageError, match=complaint) as raised:
        load(path)
    assert str(raised.value).startswith(path) and "\n" not in str(raised.value)


def test_an_unknown_name_or_file_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"did you mean linux\?"):
        load("lunix")
    with pytest.raises(UsageError, match="cannot be read"):
        load(str(tmp_path / "none.toml"))


def test_bytes_that_are_no_text_are_wrong_usage(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(b'name = "\xff"')
    with pytest.raises(UsageError, match="UTF-8"):
        load(str(path))


def test_rules_and_values_of_a_profile_have_to_exist(write: Write) -> None:
    values = {rule.name: values_of(rule) for rule in all_rules()}
    with pytest.raises(UsageError, match=r"no such rule; did you mean index-loop\?"):
        check_rules(load(write("[rules.index-lop]\ndrop = true")), values)
    with pytest.raises(UsageError, match=r"there is no value \{indx\}; the rule has .*\{index\}"):
        check_rules(load(write('[rules.index-loop]\ninstead = "Drop {indx}."')), values)


def test_a_profile_adds_to_the_one_it_extends(write: Write) -> None:
    mine = load(write('extends = "qemu"\nminimum_rust = "1.90"\n[roles]\nleaf = ["devices/**"]'))
    assert (mine.name, mine.kin, mine.minimum_rust) == ("mine", ("qemu",), (1, 90))
    assert mine.roles.leaf == (*shipped()["qemu"].roles.leaf, "devices/**")
    assert mine.rules == shipped()["qemu"].rules


def test_shipped_profiles_name_rules_and_values_that_exist() -> None:
    values = {rule.name: values_of(rule) for rule in all_rules()}
    for profile in shipped().values():
        check_rules(profile, values)


@pytest.mark.parametrize(("project", "rule", "change"), CHANGES, ids=lambda given: str(given)[:40])
def test_shipped_texts_read_like_those_of_rules(project: str, rule: str, change: RuleChange) -> None:
    if change.instead:
        assert change.instead[0].isupper() and change.instead.endswith(".") and change.instead.count("`") % 2 == 0
        assert len(change.instead) <= 280, "a note is read by a busy person"


@pytest.mark.parametrize(("project", "rule", "change"), CHANGES, ids=lambda given: str(given)[:40])
def test_shipped_changes_are_what_a_bad_example_is_told(project: str, rule: str, change: RuleChange) -> None:
    bad = next(example for example in examples(rule_named(rule)) if example.verdict == "bad")
    told = findings_of(rule, bad.code, bad.path, shipped()[project])
    if change.drop:
        assert told == []
    for finding in told:
        assert "{" not in re.sub(r"`[^`]*`", "", finding.instead)
        assert not change.cite or finding.instead.endswith(f" See {change.cite}.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (mail(STATIC, Cc="qemu-rust@nongnu.org"), "qemu"),
        (mail(STATIC, To="QEMU <QEMU-Devel@nongnu.org>, b@example.org"), "qemu"),
        (mail(STATIC, To="rust-for-linux@vger.kernel.org"), "linux"),
        (hunk("rust/hw/char/pl011/src/device.rs", 1, "+const A: u32 = 0;"), "qemu"),
        (hunk("rust/qemu-api/src/qom.rs", 1, "+const A: u32 = 0;"), "qemu"),
        (hunk("rust/bindings/src/lib.rs", 1, "+const A: u32 = 0;"), "qemu"),
        (hunk("rust/bindings/lib.rs", 1, "+const A: u32 = 0;"), "linux"),
        (hunk("rust/kernel/sync.rs", 1, "+const A: u32 = 0;"), "linux"),
        (hunk("drivers/gpu/nova/gpu.rs", 1, "+const A: u32 = 0;"), "linux"),
        (hunk("drivers/gpu/nova/gpu.c", 1, "+int a;") + STATIC, "default"),
        (hunk("src/device.rs", 1, " use bql::BqlCell;", "+const A: u32 = 0;"), "qemu"),
        (hunk("src/window.rs", 1, "+use gtk::prelude::*;"), "gnome"),
        (hunk("src/window.rs", 1, "+use ::glib::clone;"), "gnome"),
        (hunk("src/window.rs", 1, "-use gtk::prelude::*;", "+const A: u32 = 0;"), "default"),
        (hunk("README.md", 1, "+use gtk::prelude::*;") + STATIC, "default"),
        (STATIC, "default"),
        (mail(hunk("rust/hw/char/a.rs", 1, "+const A: u32 = 0;"), Cc="rust-for-linux@vger.kernel.org"), "linux"),
    ],
)
def test_a_patch_tells_its_project(text: str, name: str) -> None:
    assert [profile.name for profile in review_profile(text)] == [name]


@pytest.mark.parametrize(
    ("tree", "name"),
    [
        ({"qom/object.c": b""}, "qemu"),
        ({"rust/kernel/lib.rs": b""}, "linux"),
        ({"Cargo.toml": b'[dependencies]\ngtk4 = "0.9"\n'}, "gnome"),
        ({"Cargo.toml": b'[dependencies]\nserde = "1"\n'}, "default"),
    ],
)
def test_a_tree_tells_its_project(tree: dict[str, bytes], name: str) -> None:
    assert set(tree) <= telling_files(shipped().values())
    assert [profile.name for profile in review_profile(STATIC, tree=tree)] == [name]


def test_a_patch_says_more_of_its_project_than_the_tree_around_it() -> None:
    (profile,) = review_profile(hunk("drivers/a.rs", 1, "+const A: u32 = 0;"), tree={"qom/object.c": b""})
    assert profile.name == "linux"


def test_each_series_of_a_run_has_its_own_profile() -> None:
    qemu, _ = read_patches(mail(STATIC, Cc="qemu-rust@nongnu.org").encode(), "1")
    other, _ = read_patches(STATIC.encode(), "2")
    done = pipeline.review(Submission((*qemu, *other)), Settings())
    assert [profile.name for profile in done.profiles] == ["qemu", "default"]


def test_a_profile_that_is_asked_for_is_used_for_all() -> None:
    asked = Settings(profile=shipped()["linux"])
    assert [p.name for p in review_profile(mail(STATIC, Cc="qemu-rust@nongnu.org"), asked)] == ["linux"]


def instead_in(project: str) -> str:
    bad = next(example for example in examples(rule_named("flag-constants")) if example.verdict == "bad")
    return findings_of("flag-constants", bad.code, "src/a.rs", shipped()[project])[0].instead


@pytest.mark.parametrize(
    ("project", "name"),
    [
        ("qemu", "`bits!`"),
        ("linux", "`impl_flags!`"),
        ("gnome", "`#[glib::flags]`"),
        ("default", "`bitflags` crate"),
    ],
)
def test_the_same_finding_reads_differently(project: str, name: str) -> None:
    assert name in instead_in(project)


def test_no_rule_for_everybody_names_one_projects_helpers() -> None:
    helpers = re.compile(r"Bql|Opaque<|bits!|neg_errno|log_mask|vmstate|KBox|\bARef|pr_err|glib::clone|QEMU")
    for rule in all_rules():
        if not rule.only_in:
            assert not helpers.search(" ".join((rule.message, rule.ask, rule.instead))), rule.name


def changed(**change: object) -> Profile:
    return Profile("mine", rules={"mutable-static": RuleChange(**change)})  # type: ignore[arg-type]


def told_by(profile: Profile) -> list[Finding]:
    return findings_of("mutable-static", "static mut A: u32 = 0;\n", "src/a.rs", profile)


@pytest.mark.parametrize(
    ("path", "code", "kernel"),
    [
        ("drivers/a.rs", "", True),
        ("tools/a/src/main.rs", "", False),
        ("tools/a/a.rs", "use kernel::prelude::*;\n", True),
        ("rust/macros/a.rs", "use std::fmt::Write;\n", False),
        ("drivers/a.rs", "/// use std::fmt;\n", True),
    ],
)
def test_programs_beside_the_kernel_are_not_told_of_it(path: str, code: str, kernel: bool) -> None:
    lines = f"{code}static mut COUNT: u32 = 0;\n".splitlines()
    patch = mail(hunk(path, 1, *(f"+{line}" for line in lines)), To="rust-for-linux@vger.kernel.org")
    series, _ = read_patches(patch.encode(), "test")
    (finding,) = pipeline.review(Submission(series), Settings(("mutable-static",))).findings
    assert ("global_lock!" in finding.instead) is kernel


def test_a_copy_is_left_alone_by_all_rules() -> None:
    def told(subject: str, path: str = "rust/parse/lib.rs") -> int:
        diff = f"--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+static mut COUNT: u32 = 0;\n"
        text = f"From: A <a@example.org>\nTo: b@example.org\nSubject: [PATCH] {subject}\n\n---\n{diff}"
        series, _ = read_patches(text.encode(), "test")
        return len(pipeline.review(Submission(series), Settings(("mutable-static",))).findings)

    assert told("rust: parse: add it") == 1
    assert told("rust: parse: import crate") == 0
    assert told("rust: parse: add it", "third_party/parse/lib.rs") == 0
    assert told("rust: parse: add it", "vendor/parse/src/lib.rs") == 0
    assert told("rust: parse: add it", "drivers/vendor/parse.rs") == 1


def test_a_profile_raises_or_drops_a_rule() -> None:
    (finding,) = told_by(changed(level="error", confidence="low"))
    assert (finding.level, finding.confidence) == ("error", "low")
    assert told_by(changed(drop=True)) == []


def test_a_profile_makes_a_rule_pedantic() -> None:
    def shown(profile: Profile, *, pedantic: bool) -> list[str]:
        series, _ = read_patches(STATIC.encode(), "test")
        settings = Settings(profile=profile, pedantic=pedantic)
        return [finding.rule for finding in pipeline.review(Submission(series), settings).findings]

    assert shown(changed(pedantic=True), pedantic=False) == []
    assert shown(changed(pedantic=True), pedantic=True) == ["mutable-static"]


def test_a_rule_of_one_project_is_silent_in_others() -> None:
    bad = next(example for example in examples(rule_named("foreign-cell")) if example.verdict == "bad")

    def told(profile: Profile) -> list[Finding]:
        return findings_of("foreign-cell", bad.code, bad.path, profile)

    assert told(shipped()["qemu"]) and told(Profile("fork", kin=("qemu",)))
    assert not told(shipped()["default"]) and not told(shipped()["linux"])


@pytest.mark.parametrize(
    ("globs", "path", "speaks"),
    [
        (RoleGlobs(), "src/a.rs", True),
        (RoleGlobs(test=("src/**",)), "src/a.rs", False),
        (RoleGlobs(generated=("**/a.rs",)), "src/deep/a.rs", False),
        (RoleGlobs(shim=("src/*.rs",)), "src/a.rs", False),
        (RoleGlobs(shim=("src/*.rs",)), "src/deep/a.rs", True),
    ],
)
def test_globs_tell_the_role_of_a_file(globs: RoleGlobs, path: str, speaks: bool) -> None:
    told = findings_of("unsafe-static-reference", STATIC_OF_C, path, Profile("mine", roles=globs))
    assert bool(told) is speaks


def test_devices_are_where_the_profile_has_them() -> None:
    code = 'fn write(&self) {\n    println!("bad");\n}\n'

    def told(globs: RoleGlobs) -> list[Finding]:
        return findings_of("print-in-device", code, "parts/a.rs", Profile("mine", roles=globs))

    assert told(RoleGlobs(leaf=("parts/**",))) and not told(RoleGlobs())
    assert not told(RoleGlobs(leaf=("parts/**",), binding=("parts/a.rs",))), "bindings among devices"


NUL = 'fn find() {\n    // SAFETY: a C string.\n    unsafe { libc::puts(b"serial\\0".as_ptr().cast()) };\n}\n'


@pytest.mark.parametrize(("minimum", "speaks"), [(None, True), ((1, 77), True), ((1, 80), True), ((1, 76), False)])
def test_a_cure_that_the_project_cannot_use_is_not_told(minimum: tuple[int, int] | None, speaks: bool) -> None:
    told = findings_of("nul-terminated-literal", NUL, "src/a.rs", Profile("mine", minimum_rust=minimum))
    assert bool(told) is speaks


def test_an_older_cure_takes_the_place_of_a_newer_one() -> None:

    def cure(minimum: tuple[int, int]) -> str:
        profile = Profile("mine", minimum_rust=minimum)
        return findings_of("unsafe-static-reference", STATIC_OF_C, "src/a.rs", profile)[0].instead

    assert "&raw const info" in cure((1, 82)) and "addr_of!(info)" in cure((1, 81))


@pytest.mark.parametrize(
    ("tree", "added", "minimum"),
    [
        ({}, [], None),
        ({"Cargo.toml": b'[package]\nrust-version = "1.70.0"\n'}, [], (1, 70)),
        ({"Cargo.toml": b'rust-version = "1.70"\n', "clippy.toml": b'msrv = "1.65"\n'}, [], (1, 65)),
        ({"Cargo.toml": b'rust-version = "1.70"\n'}, ['+rust-version = "1.85"'], (1, 85)),
        ({}, ['-rust-version = "1.70"', '+rust-version = "1.85"'], (1, 85)),
    ],
)
def test_the_tree_and_the_patch_tell_the_minimum_rust(
    tree: dict[str, bytes], added: list[str], minimum: tuple[int, int] | None
) -> None:
    manifest = hunk("Cargo.toml", 1, *added) if added else ""
    (profile,) = review_profile(manifest + STATIC, tree=tree)
    assert profile.minimum_rust == minimum


def test_a_heading_that_the_tree_does_not_have_is_not_cited() -> None:
    cited = Profile(
        "mine",
        recognise=Recognition(tree=("mine.c",)),
        rules={"mutable-static": RuleChange(cite="a.rst, Globals")},
    )

    def cites(tree: dict[str, bytes]) -> bool:
        (profile,) = review_profile(STATIC, Settings(profile=cited), tree)
        return told_by(profile)[0].instead.endswith("See a.rst, Globals.")

    assert cites({}) and cites({"mine.c": b"", "a.rst": b"Globals\n-------\n"}), "nothing known, or it is there"
    assert not cites({"mine.c": b""}) and not cites({"mine.c": b"", "a.rst": b"Locals\n------\n"})


def test_the_readme_shows_a_profile_that_can_be_read(write: Write) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text()
    sample = re.search(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert sample is not None
    check_rules(load(write(sample[1])), {rule.name: values_of(rule) for rule in all_rules()})


def test_the_command_line_takes_a_profile(write: Write) -> None:
    def run(profile: str) -> subprocess.CompletedProcess[str]:
        main = "from review_assist.cli import main; main()"
        options = ["--no-repo", "--format", "json", "--profile", profile]
        command = [sys.executable, "-c", main, "check", *options, "-"]
        return subprocess.run(command, input=STATIC, capture_output=True, text=True, check=False)

    done = json.loads(run(write("[rules.mutable-static]\ninstead = 'Ask us.'")).stdout)
    assert (done["tool"]["profiles"], done["patches"][0]["profile"]) == (["mine"], "mine")
    assert [finding["instead"] for finding in done["findings"]] == ["Ask us."]
    wrong = run(write("[rules.mutable-statics]\ndrop = true"))
    assert wrong.returncode == 2 and "did you mean mutable-static?" in wrong.stderr
