"""Cases of integer-kind-constants beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "integer-kind-constants"


def _kinds(declared: str = "u8", values: tuple[int, ...] = (0, 1, 2)) -> str:
    names = ("S_A", "S_B", "S_C")
    return "".join(f"const {n}: {declared} = {v};\n" for n, v in zip(names, values, strict=True))


def test_is_certain_where_they_have_a_type_of_their_own() -> None:
    (finding,) = findings(f"type State = c_uint;\n{_kinds('State')}", "src/lib.rs", RULE)
    assert finding.confidence == "high" and finding.line == 2


def test_sees_that_they_are_matched() -> None:
    code = f"{_kinds()}fn f(s: u8) {{ match s {{ S_A => a(), S_B => b(), _ => c() }} }}\n"
    assert said(code, "src/lib.rs", RULE) == ["1 integer-kind-constants"]


def test_is_silent_on_numbers() -> None:
    use = "fn f(s: u8) -> bool { s == S_A }\n"
    for code in (
        _kinds(),
        _kinds(values=(0, 1, 5)) + use,
        _kinds(values=(7, 8, 9)) + use,
        _kinds("usize") + use,
        _kinds() + use + "fn g(v: &[u8]) { v[S_B as usize]; }\n",
        _kinds() + use + "fn g(x: u8) -> bool { x < S_C }\n",
        _kinds() + use + "fn g(x: u8) -> u8 { x + S_C }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_the_last_kind_as_a_limit() -> None:
    kinds = "const MODE_OFF: u8 = 0;\nconst MODE_ON: u8 = 1;\nconst MODE_AUTO: u8 = 2;\n"
    code = kinds + "fn f(m: u8) -> bool { if m > MODE_AUTO { return false; } m == MODE_ON || m == MODE_AUTO }\n"
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said(code.replace("m > MODE_AUTO", "m > MODE_ON"), "src/lib.rs", RULE) == []
    assert said(code.replace("m > MODE_AUTO", "m + MODE_AUTO > 3"), "src/lib.rs", RULE) == []
