"""Cases of uninlined-forwarder beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings, said

RULE = "uninlined-forwarder"
LINUX = shipped()["linux"]
FIRST = "pub fn first(&self) -> u8 {\n        unsafe { (*self.as_raw()).first }\n    }"


def _said(second: str, holder: str = "impl Device", path: str = "rust/kernel/a.rs") -> list[str]:
    return said(f"{holder} {{\n    {FIRST}\n\n    {second}\n}}\n", path, RULE, profile=LINUX)


@pytest.mark.parametrize(
    "second",
    [
        "pub fn stop(&self) {\n        unsafe { bindings::stop(self.as_raw()) };\n    }",
        "pub fn stop(&self) -> Result {\n        to_result(unsafe { bindings::stop(self.as_raw()) })\n    }",
        "pub(crate) fn rate(&self) -> u32 {\n        // SAFETY: a.\n        unsafe { (*self.0.get()).r }\n    }",
    ],
)
def test_two_that_forward_are_told_with_the_first(second: str) -> None:
    assert _said(second) == [f"2 {RULE}"]


def test_names_them() -> None:
    code = f"impl Device {{\n    {FIRST}\n\n    {FIRST.replace('first', 'second')}\n}}\n"
    (finding,) = findings(code, "rust/kernel/a.rs", RULE, profile=LINUX)
    assert "`first` and `second`" in finding.question and finding.confidence == "medium"


@pytest.mark.parametrize(
    "second",
    [
        "#[inline]\n    pub fn stop(&self) {\n        unsafe { bindings::stop(self.as_raw()) };\n    }",
        "fn stop(&self) {\n        unsafe { bindings::stop(self.as_raw()) };\n    }",
        "pub fn stop<T>(&self, t: T) {\n        unsafe { bindings::stop(self.as_raw()) };\n    }",
        "pub fn stop(&self) {\n        let n = self.n();\n        unsafe { bindings::stop(n) };\n    }",
        "pub fn stop(&self) -> Result {\n        to_result(unsafe { bindings::stop(self.find()?) })\n    }",
        'pub extern "C" fn stop(&self) {\n        unsafe { bindings::stop(self.as_raw()) };\n    }',
        "pub async fn stop(&self) {\n        unsafe { bindings::stop(self.as_raw()) };\n    }",
        "pub fn stop(&self) -> u8 {\n        self.other.stop()\n    }",
    ],
)
def test_one_alone_is_no_habit(second: str) -> None:
    assert _said(second) == []


@pytest.mark.parametrize("holder", ["impl<T> Device<T>", "impl Clock for Device"])
def test_generic_code_is_compiled_where_it_is_used(holder: str) -> None:
    assert _said(FIRST.replace("first", "second"), holder) == []


def test_only_the_layer_around_c_is_called_from_elsewhere() -> None:
    assert _said(FIRST.replace("first", "second"), path="drivers/misc/a.rs") == []
    code = f"impl Device {{\n    {FIRST}\n\n    {FIRST.replace('first', 'second')}\n}}\n"
    assert said(code, "rust/kernel/a.rs", RULE, profile=shipped()["qemu"]) == []
