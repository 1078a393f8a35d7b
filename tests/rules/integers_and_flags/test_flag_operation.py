"""Cases of flag-operation beyond its examples."""

from __future__ import annotations

from review_assist.model import ChangedFile, Text
from review_assist.rules.engine import find
from review_assist.rules.registry import all_rules
from tests.helper import findings, said

RULE = "flag-operation"
BITS = "const F_A: u32 = 1 << 0;\nconst F_B: u32 = 1 << 1;\nconst F_C: u32 = 1 << 2;\n"


def test_names_the_method_for_each_operation() -> None:
    for code, method in (
        ("x |= F_A;", "x.insert(F_A)"),
        ("x &= !F_A;", "x.remove(F_A)"),
        ("if x & F_A != 0 {}", "x.contains(F_A)"),
        ("if (x & F_A) == 0 {}", "!x.contains(F_A)"),
    ):
        (finding,) = findings(f"{BITS}fn f(mut x: u32) {{ {code} }}\n", "src/lib.rs", RULE)
        assert f"`{method}`" in finding.question, code


def test_knows_an_integer_field_with_a_constant_of_another_module() -> None:
    code = "struct S { level: u32 }\nimpl S { fn f(&mut self) { self.level |= registers::INT_TX; } }\n"
    assert said(code, "src/lib.rs", RULE) == ["2 flag-operation"]
    assert said(code.replace("u32", "Level"), "src/lib.rs", RULE) == []
    assert said(code.replace("registers::", "libc::"), "src/lib.rs", RULE) == []


def test_is_silent_where_the_mask_is_not_known_to_be_a_flag() -> None:
    for code in ("x |= F_Z;", "x |= Flags::A;", "x &= F_A;", "x & F_A != F_A;", "x |= 1;", "x |= LOW;"):
        assert said(f"{BITS}fn f(mut x: u32) {{ {code} }}\nconst LOW: u32 = 1;\n", "src/lib.rs", RULE) == [], code


def test_is_silent_where_the_patch_declares_the_flags_and_is_told_so() -> None:
    rules = {rule.name: rule for rule in all_rules()}
    both = [rules[RULE], rules["flag-constants"]]
    constants = _whole("src/registers.rs", BITS)
    use = "struct S { level: u32 }\nimpl S { fn f(&mut self) { self.level |= registers::F_B; } }\n"
    found = find([constants, _whole("src/device.rs", use)], both).findings
    assert [finding.rule for finding in found] == ["flag-constants"]
    found = find([constants, _whole("other/device.rs", use)], both).findings
    assert [finding.rule for finding in found] == [RULE, "flag-constants"]
    found = find([_whole("src/device.rs", use)], both).findings
    assert [finding.rule for finding in found] == [RULE]


def _whole(path: str, code: str) -> ChangedFile:
    source = f"{code}fn g(x: u32) -> bool {{ x & F_A != 0 }}\n".encode()
    return ChangedFile(path, None, (Text(source, 0, len(source), 1, frozenset(range(1, 9))),), is_complete=True)


def test_is_silent_where_the_bits_are_private_to_what_tests_them_or_shared_with_c() -> None:
    test = "fn f(flags: u32) -> bool { flags & F_A != 0 }\n"
    assert said(BITS + test, "src/lib.rs", RULE) == [f"4 {RULE}"]
    assert said(test.replace("{ flags", "{\n" + BITS + "flags"), "src/lib.rs", RULE) == []
    shared = BITS.replace("const", "pub const") + '#[no_mangle]\npub extern "C" fn start() {}\n'
    assert said(shared + test, "src/lib.rs", RULE) == []
