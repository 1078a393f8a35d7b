"""Cases of question-mark-by-hand beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "question-mark-by-hand"


def test_is_silent_where_it_is_something_else() -> None:
    for code in (
        "fn f() -> Result<u8, E> { match g() { Ok(x) => Ok(x), Err(e) => { log(&e); Err(e) } } }\n",
        "fn f() -> u8 { match g() { Some(x) => x, None => return 0 } }\n",
        "fn f() -> Option<u8> { let x = match g() { Some(x) => Some(x + 1), None => None }; x.or(h()) }\n",
        "fn f() { if let Err(e) = g() { return log(e); } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_a_whole_body_for_the_one_case() -> None:
    code = (
        "use libc::c_int;\nimpl Iterator for Walk {\n    fn next(&mut self) -> Option<Item> {\n"
        "        if let Some(item) = self.item.take() {\n            self.item = item.next();\n"
        "            Some(item)\n        } else {\n            None\n        }\n    }\n}\n"
    )
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert (finding.line, finding.confidence) == (4, "medium")
    assert finding.question == "could this be `let item = self.item.take()?;`?"
    for other in (
        code.replace("            self.item = item.next();\n", ""),  # `map` may be meant
        code.replace("            None\n", "            self.end()\n"),
        code.replace("        if let", "        let found = if let").replace(
            "        }\n    }", "        };\n found }"
        ),
        code.replace("use libc::c_int;\n", ""),
    ):
        assert said(other, "src/lib.rs", RULE) == [], other


def test_a_value_that_is_only_converted_is_mapped() -> None:
    arms = "        Some(n) => Some(n as u32),\n        None => None,\n"
    code = f"fn f(o: &Object) -> Option<u32> {{\n    match o.number() {{\n{arms}    }}\n}}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.instead == "Write `o.number().map(|n| n as u32)`."
    (finding,) = findings(code.replace("n as u32", "check(n)?"), "src/lib.rs", RULE)
    assert ".map(" not in finding.instead


def test_what_is_lent_or_becomes_another_type_is_not_mapped() -> None:
    arms = "        Some(n) => Some(MADE),\n        None => None,\n"
    code = f"fn f(o: KIND) -> Option<T> {{\n    match o {{\n{arms}    }}\n}}\n"
    for kind, made in (("&mut Option<String>", "n.len()"), ("Option<u8>", "Box::new(n)")):
        (finding,) = findings(code.replace("KIND", kind).replace("MADE", made), "src/lib.rs", RULE)
        assert ".map(" not in finding.instead, made
