"""Cases of always-ok beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "always-ok"


def method(code: str) -> str:
    return f"impl Chip {{\n    {code}\n}}\n"


@pytest.mark.parametrize(
    ("code", "better"),
    [
        ("fn halt(&self) -> Result<(), E> {\n        self.off();\n        Ok(())\n    }", "nothing"),
        ("pub fn config(&self) -> Result<Config<'_, 3>, E> {\n        Ok(Config(self))\n    }", "`Config<'_, 3>`"),
        ("fn parent(&self) -> Option<&Chip> {\n        Some(unsafe { &*self.parent })\n    }", "`&Chip`"),
        ("fn two(&self) -> io::Result<u8> {\n        if self.a { return Ok(1) }\n        Ok(2)\n    }", "`u8`"),
        ('fn say(&self) -> Result {\n        pr_info!("{}", 1);\n        Ok(())\n    }', "nothing"),
        ("fn call(&self) -> Result<fn(u8) -> u8> {\n        Ok(self.f)\n    }", "`fn(u8) -> u8`"),
    ],
)
def test_names_what_is_left(code: str, better: str) -> None:
    (finding,) = findings(method(code), "src/a.rs", RULE)
    assert f"return {better} instead" in finding.question


@pytest.mark.parametrize(
    "code",
    [
        "fn f(&self) -> Result<u8, E> {\n        let n = g()?;\n        Ok(n)\n    }",
        "fn f(&self) -> Result<u8, E> {\n        if self.a { return Err(E) }\n        Ok(1)\n    }",
        "fn f(&self) -> Result<u8> {\n        let Some(n) = self.n else { return Err(E) };\n        Ok(n)\n    }",
        "fn f(&self) -> Result<u8, E> {\n        ensure!(self.a);\n        Ok(1)\n    }",
        "fn f(&self) -> Result<u8, E> {\n        self.g()\n    }",
        "fn f(&self) -> Result<u8, E> {\n        match self.a { 1 => Ok(1), _ => self.g() }\n    }",
        "fn f(&self) -> Option<u8> {\n        if self.a { Some(1) } else { None }\n    }",
        "fn f(&self) -> Result<(), E> {\n        Ok(())\n    }",
        "fn probe(&self) -> Result<(), E> {\n        self.off();\n        Ok(())\n    }",
        "fn f(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {\n        self.halt(to);\n        Ok(())\n    }",
        "#[command]\n    fn f(&self) -> Result<u8, E> {\n        Ok(1)\n    }",
        "fn f(&self) -> u8 {\n        1\n    }",
        "fn f(&self) -> PollResult<u8> {\n        Ok(1)\n    }",
    ],
)
def test_is_silent_where_it_can_fail_or_is_bound(code: str) -> None:
    assert said(method(code), "src/a.rs", RULE) == []


def test_a_trait_decides_for_its_methods() -> None:
    code = "impl Driver for Chip {\n    fn f(&self) -> Result<u8, E> {\n        Ok(1)\n    }\n}\n"
    assert said(code, "src/a.rs", RULE) == []
    assert (
        said("trait Driver {\n    fn f(&self) -> Result<u8, E> {\n        Ok(1)\n    }\n}\n", "src/a.rs", RULE)
        == []
    )


def test_a_function_that_is_passed_on_has_its_signature_from_there() -> None:
    code = "fn halt(n: u8) -> Result<(), E> {\n    off(n);\n    Ok(())\n}\n"
    assert said(code, "src/a.rs", RULE) == [f"1 {RULE}"]
    assert said(code + "fn main() {\n    register(halt);\n}\n", "src/a.rs", RULE) == []
    assert said(code + "fn main() {\n    let _ = halt(1);\n}\n", "src/a.rs", RULE) == [f"1 {RULE}"]


def test_a_step_of_several_answers_as_the_others_do() -> None:
    code = method("fn one(&self) -> Result<(), E> {\n        self.off();\n        Ok(())\n    }")
    assert said(code, "src/a.rs", RULE) == [f"2 {RULE}"]
    step = "fn step(c: &Chip) -> Result<(), E> {\n    match c.kind { 1 => c.one(), _ => c.two() }\n}\n"
    assert said(code + step, "src/a.rs", RULE) == []


def test_methods_beside_it_that_fail_have_the_same_type() -> None:
    code = "fn one(&self) -> Result<bool, E> {\n        Ok(self.a)\n    }\n"
    assert said(method(code), "src/a.rs", RULE) == [f"2 {RULE}"]
    assert (
        said(method(code + "    fn two(&self) -> Result<bool, E> {\n        f()?\n    }"), "src/a.rs", RULE) == []
    )


def test_a_free_function_with_an_answer_may_be_a_parser() -> None:
    assert said("fn skip(input: &str) -> Option<&str> {\n    Some(input.trim())\n}\n", "src/a.rs", RULE) == []


def test_a_public_function_may_stand_in_a_table_elsewhere() -> None:
    assert said("pub fn halt(n: u8) -> Result<(), E> {\n    off(n);\n    Ok(())\n}\n", "src/a.rs", RULE) == []


def test_a_step_from_one_state_to_the_next() -> None:
    body = "(KIND) -> Result<Clock<Off>, E> {\n        self.stop();\n        Ok(Clock(self.0, Off))\n    }"
    assert said(method("    fn disable" + body.replace("KIND", "&self")), "src/a.rs", RULE) == [f"2 {RULE}"]
    for taken in ("self", "mut self"):
        assert said(method("    fn disable" + body.replace("KIND", taken)), "src/a.rs", RULE) == [], taken
