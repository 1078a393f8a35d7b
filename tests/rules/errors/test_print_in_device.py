"""Cases of print-in-device beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "print-in-device"


DEVICE = "drivers/gpio/x.rs"


def test_is_sure_where_access_arrives() -> None:
    assert findings('fn read(&self) { println!("bad") }\n', DEVICE, RULE)[0].confidence == "high"
    assert findings('fn helper(&self) { println!("bad") }\n', DEVICE, RULE)[0].confidence == "medium"


def test_tools_tests_and_build_scripts_print() -> None:
    for path in ("src/main.rs", "build.rs", "rust/hw/x/build.rs", "rust/hw/x/tests/a.rs", "examples/a.rs"):
        assert said('fn read() { println!("bad") }\n', path, RULE) == []


def test_a_comment_is_no_call() -> None:
    assert said('fn read() { // eprintln!("bad")\n}\n', DEVICE, RULE) == []


def test_a_program_of_the_host_and_the_examples_of_a_copied_crate() -> None:
    code = 'use std::env;\nfn main() {\n    println!("{:?}", env::args());\n}\n'
    assert said(code, "fs/codegen.rs", RULE) == []
    assert said(code, "fs/vendor/bits/examples/show.rs", RULE) == []
