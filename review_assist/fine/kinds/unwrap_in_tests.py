"""unwrap-in-tests: `unwrap()` in a test"""

from __future__ import annotations

from tree_sitter import Node

from review_assist.fine.kind import kind
from review_assist.rules.rule import Captures
from review_assist.syntax.nodes import method
from review_assist.syntax.roles import is_test
from review_assist.syntax.source import SourceFile


@kind(
    name="unwrap-in-tests",
    what="""`unwrap()` in a test""",
    alarm="""It looks like an error that is not handled.""",
    reason="""In a test a panic is the failure that is reported, with the line. `unwrap` is the assertion that it
    worked.""",
    query="""(call_expression) @call""",
)
def unwrap_in_tests(captures: Captures, file: SourceFile) -> Node | None:
    """
    ```rust fine
    #[test]
    fn it_rings() {
        Bell::new().ring().unwrap();
    }
    ```

    ```rust quiet
    fn ring() {
        Bell::new().ring().unwrap();
    }
    ```
    """
    call = captures["call"]
    return call if method(call) == "unwrap" and is_test(call) else None
