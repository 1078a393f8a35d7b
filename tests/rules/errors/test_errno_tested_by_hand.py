"""Cases of errno-tested-by-hand beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings, said

RULE = "errno-tested-by-hand"
LINUX = shipped()["linux"]


def function(rest: str) -> str:
    return f"fn f(&self) -> Result {{\n    let ret = unsafe {{ bindings::enable(self.0) }};\n    {rest}\n}}\n"


@pytest.mark.parametrize(
    ("rest", "cure"),
    [
        ("if ret < 0 { return Err(Error::from_errno(ret)); }\n    Ok(())", "to_result(ret)?`"),
        ("if ret != 0 { Err(crate::error::Error::from_errno(ret)) } else { Ok(()) }", "to_result(ret)`"),
        ("if ret < 0 { Err(Error::from_errno(ret)) } else { Ok(ret as u32) }", "to_result(ret)?`"),
    ],
)
def test_gives_the_call(rest: str, cure: str) -> None:
    (finding,) = findings(function(rest), "rust/kernel/a.rs", RULE, profile=LINUX)
    assert cure in finding.instead


def test_is_for_the_kernel_only() -> None:
    code = function("if ret < 0 { return Err(Error::from_errno(ret)); }\n    Ok(())")
    assert said(code, "src/a.rs", RULE, profile=shipped()["qemu"]) == []


@pytest.mark.parametrize(
    "rest",
    [
        "if ret < 0 { undo(); return Err(Error::from_errno(ret)); }\n    Ok(())",
        "if ret > 0 { return Err(Error::from_errno(ret)); }\n    Ok(())",
        "if ret < 0 { return Err(EINVAL); }\n    Ok(())",
        "if ret < 1 { return Err(Error::from_errno(ret)); }\n    Ok(())",
    ],
)
def test_is_silent_on_other_tests(rest: str) -> None:
    assert said(function(rest), "rust/kernel/a.rs", RULE, profile=LINUX) == []


def test_an_answer_that_is_used_is_no_mere_status() -> None:
    code = """impl Device {
    fn irq(&self) -> Result<u32> {
        // SAFETY: the device is valid.
        let irq = unsafe { bindings::sample_irq(self.as_raw()) };
        if irq < 0 {
            return Err(Error::from_errno(irq));
        }
        Ok(irq as u32)
    }
}
"""
    assert said(code, "rust/kernel/sample.rs", RULE, profile=LINUX) == []
    assert said(code.replace("irq as u32", "0"), "rust/kernel/sample.rs", RULE, profile=LINUX) == [f"5 {RULE}"]
