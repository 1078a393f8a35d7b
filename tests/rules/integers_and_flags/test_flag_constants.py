"""Cases of flag-constants beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said, said_of_patch

RULE = "flag-constants"
BITS = "const F_A: u32 = 1 << 0;\nconst F_B: u32 = 1 << 1;\nconst F_C: u32 = 1 << 2;\n"


def test_says_it_once_for_the_whole_set() -> None:
    (finding,) = findings(BITS, "src/lib.rs", RULE)
    assert finding.line == 1 and "`F_A`, `F_B` and `F_C`" in finding.question


def test_is_certain_where_the_bits_are_combined_or_tested() -> None:
    for use in ("const F_ALL: u32 = F_A | F_B | F_C;\n", "fn f(x: u32) -> bool { x & F_B != 0 }\n"):
        (finding,) = findings(BITS + use, "src/lib.rs", RULE)
        assert finding.confidence == "high", use


def test_knows_hexadecimal_bits_that_are_used_as_a_set() -> None:
    bits = "const F_A: u8 = 0x10;\nconst F_B: u8 = 0x20;\nconst F_C: u8 = 0x40;\n"
    assert said(f"{bits}fn f(x: &mut u8) {{ *x &= !F_A; }}\n", "src/lib.rs", RULE) == ["1 flag-constants"]
    assert said(bits, "src/lib.rs", RULE) == []


def test_is_silent_on_what_is_no_set() -> None:
    for code in (
        "const A: u32 = 1;\nconst B: u32 = 2;\nconst C: u32 = 3;\n",
        "const A_SHIFT: u8 = 1;\nconst B_SHIFT: u8 = 2;\nconst C_SHIFT: u8 = 4;\nfn f() { A_SHIFT | B_SHIFT }\n",
        "const K: u32 = 1 << 10;\nconst M: u32 = 1 << 20;\nconst G: u32 = 1 << 30;\n",
        "impl F { const A: Self = Self(1 << 0); const B: Self = Self(1 << 1); const C: Self = Self(1 << 2); }\n",
        "bits! { struct F: u32 { const A = 1 << 0; const B = 1 << 1; const C = 1 << 2; } }\n",
        BITS.replace("1 << 2", "7"),
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_mirrors_of_c_s_flags_beside_the_call_are_left_alone() -> None:
    lines = "".join(f"    const STYLE_{n}: c_uint = 1 << {i};\n" for i, n in enumerate(("A", "B", "C", "D")))
    code = f"fn f() {{\n{lines}    ffi::style(STYLE_A | STYLE_B);\n}}\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("ffi::style", "style"), "src/lib.rs", RULE) == [f"2 {RULE}"]


def test_bits_that_one_function_keeps_to_itself() -> None:
    bits = "const F_CRC: u8 = 1 << 1;\nconst F_EXTRA: u8 = 1 << 2;\nconst F_NAME: u8 = 1 << 3;\n"
    use = "fn f(flags: u8) -> bool { flags & F_CRC != 0 && flags & F_EXTRA == 0 && flags & F_NAME == 0 }\n"
    assert said(bits + use, "src/lib.rs", RULE) == [f"1 {RULE}"]
    own = use.replace("{ flags", "{\n" + bits + "flags", 1)
    assert said(own, "src/lib.rs", RULE) == []
    assert said(own.replace("flags & F_NAME == 0", "g(F_CRC | F_NAME)"), "src/lib.rs", RULE) == [f"2 {RULE}"]


def test_bits_that_the_methods_of_one_type_test_for() -> None:
    tests = "fn is_a(&self) -> bool { self.0 & F_A != 0 }\nfn is_b(&self) -> bool { self.0 & (F_B) != 0 }\n"
    code = f"{BITS}struct Flags(u32);\nimpl Flags {{\n{tests}}}\n"
    assert said(code, "src/lib.rs", RULE) == []
    for other in (
        code.replace("const F", "pub const F"),
        code.replace("self.0 & (F_B)", "self.0 & (F_B | F_C)"),
        code + "fn g(flags: u32) -> bool { flags & F_C != 0 }\n",
    ):
        assert said(other, "src/lib.rs", RULE) == [f"1 {RULE}"], other


def test_public_ones_in_the_types_of_c_are_unsure() -> None:
    code = BITS.replace("const F", "pub const F").replace("u32", "c_short") + "fn f() { g(F_A | F_B) }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.confidence == "low"


def test_is_silent_on_private_bits_that_only_make_the_number_that_c_gets() -> None:
    bits = "".join(
        f"const EVENT_{n}: c_int = {v};\n" for n, v in (("READ", "1"), ("WRITE", "2"), ("ALERT", "0x40"))
    )
    code = f"""impl Event {{
    fn number(&self) -> c_int {{
        match self {{
            Self::Got(_) => EVENT_ALERT | EVENT_READ,
            Self::Sent(_) => (EVENT_ALERT | EVENT_WRITE),
        }}
    }}
}}
{bits}"""
    assert said(code, "src/lib.rs", RULE) == []
    for told in (
        code.replace("c_int", "u32"),
        code + "fn is_alert(number: c_int) -> bool { number & EVENT_ALERT != 0 }\n",
        code + "fn g() { note(EVENT_ALERT); }\n",
    ):
        assert said(told, "src/lib.rs", RULE) == [f"9 {RULE}"], told


def test_public_bits_of_a_file_that_c_calls_are_in_the_header_for_c() -> None:
    public = BITS.replace("const F", "pub const F")
    use = "fn f(flags: &mut u32) { *flags |= F_A; }\n"
    exported = '#[no_mangle]\npub extern "C" fn start() {}\n'
    assert said(public + use, "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said(public + use + exported, "src/lib.rs", RULE) == []
    assert said(BITS + use + exported, "src/lib.rs", RULE) == [f"1 {RULE}"]
    translated = "type Flags = u32;\n" + public.replace("u32", "Flags")
    assert said(translated + use + exported, "src/lib.rs", RULE) == [f"2 {RULE}"]


def test_a_private_set_below_a_public_one_is_a_set_of_its_own() -> None:
    own = BITS.replace("F_", "NEEDS_")
    code = BITS.replace("const F", "pub const F") + own + "fn f(needs: &mut u32) { *needs |= NEEDS_A; }\n"
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}", f"4 {RULE}"]


def test_one_more_member_of_a_set_that_is_there() -> None:
    old = "".join(f" const F_{n}: u32 = 1 << {bit};\n" for bit, n in enumerate("ABC"))
    lines = "+const F_D: u32 = 1 << 3;\n fn f(x: &mut u32) { *x |= F_A; }\n"
    head = "--- a/src/lib.rs\n+++ b/src/lib.rs\n@@ -1,4 +1,5 @@\n"
    assert said_of_patch(f"{head}{old}{lines}", RULE) == []
    assert said(BITS + "const F_D: u32 = 1 << 3;\nfn f(x: &mut u32) { *x |= F_A; }\n", "src/lib.rs", RULE)


def test_a_set_that_begins_with_none_of_them() -> None:
    code = "const F_NONE: u32 = 0;\nconst F_A: u32 = (1 << 0);\nconst F_B: u32 = (1 << 1);\n"
    code += "const F_C: u32 = (1 << 2);\n"
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said(code.replace("F_NONE", "NONE"), "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said("const F_NONE: u32 = 0;\nconst F_ALL: u32 = 9;\n", "src/lib.rs", RULE) == []
