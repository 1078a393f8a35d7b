"""duty-of-a-type: an `unsafe fn f<T>` whose `# Safety` asks something of `T` that a trait could promise."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import documentation, field, text
from review_assist.syntax.source import SourceFile


@rule(
    level="note",
    confidence="medium",
    words=("unsafe fn",),
    message="what `{function}` asks of its caller is a property of the type `{type}`",
    ask="could an unsafe trait promise what `{function}` asks of `{type}`?",
    why="""C documents such a rule beside the function, and each call repeats the check in somebody's head. What
        holds for a type holds at every call; an unsafe trait says it once, where the type is declared.""",
    instead="""Make an `unsafe trait` with this as its `# Safety`, implement it for the types that qualify, and
        bound `{type}` by it; `{function}` can then be safe.""",
    query="""
    (function_item (function_modifiers) name: (identifier) @name type_parameters: (type_parameters) @types
    ) @function
    """,
    silent_in=(FunctionRole.THUNK, FunctionRole.ABI, FunctionRole.TEST, FileRole.SHIM, FileRole.TEST),
    in_c="void *read_as(const void *p, size_t n);    /* for plain structs */",
    checks="The compiler then refuses a call with a type for which nobody has promised it.",
)
def duty_of_a_type(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A function of C that copies bytes into any object comes with a comment: only for structs without pointers.
    Nothing connects the comment with the structs that are passed.

    In Rust the duty of an `unsafe fn` lies with whoever calls it, at each call anew. Where the duty is about the
    type alone, "any bytes are a valid `T`", the same promise is made for the same type again and again. An `unsafe
    trait` moves it to the `unsafe impl`, beside the type, where a reviewer can see the fields. The function takes
    `T: ThatTrait`, needs no `unsafe` at its calls, and the compiler refuses the types that nobody vouched for.

    ## Keep it when
    Something is asked of the value as well, such as a pointer that has to be valid: that part stays with the
    caller.

    ## Known problems
    The text of the `# Safety` section is only searched for the name of the type parameter.

    ```rust bad
    /// Reads the bytes as a `T`.
    ///
    /// # Safety
    ///
    /// `T` must be valid for every pattern of bits.
    pub unsafe fn copied<T: Copy>(bytes: &[u8; 16]) -> T {
        unsafe { mem::transmute_copy(bytes) }
    }
    ```
    ```rust good
    /// # Safety
    ///
    /// Every pattern of bits is a valid value of the type.
    pub unsafe trait AnyBits: Copy {}
    pub fn copied<T: AnyBits>(bytes: &[u8; 16]) -> T {
        // SAFETY: `T: AnyBits`.
        unsafe { mem::transmute_copy(bytes) }
    }
    ```
    ```rust good
    /// # Safety
    ///
    /// `at` must point at a valid `T`.
    pub unsafe fn copied<T: Copy>(at: NonNull<T>) -> T {
        // SAFETY: see above.
        unsafe { *at.as_ptr() }
    }
    ```
    """
    function = file.function(captures["function"])
    if function is None or not function.is_unsafe or function.is_trait_method:
        return "the function is not `unsafe`, or the trait gives its signature"
    duty = documentation(captures["function"]).partition("# Safety")[2].strip()
    name = next(
        (n for n in _names(captures["types"]) if re.match(rf"(The type )?`?{n}`? (must|has to|is|needs)\b", duty)),
        "",
    )
    if not name or re.search(r"pointer|aligned|null|lifetime|outlive", duty):
        return "its `# Safety` section asks nothing of a type alone"
    return Hit(at=captures["name"], values={"function": function.name, "type": name})


def _names(types: Node) -> list[str]:
    return [text(field(child, "name")) for child in types.named_children if child.type == "type_parameter"]
