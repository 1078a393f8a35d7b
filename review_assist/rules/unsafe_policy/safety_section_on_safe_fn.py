"""safety-section-on-safe-fn: a function that anybody may call has a `# Safety` section."""

from __future__ import annotations

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.unsafe_policy._unsafe import has_safety_comment
from review_assist.syntax.nodes import descendants, documentation, enclosing, field, modifiers
from review_assist.syntax.source import SourceFile

_SECTION = pattern(r"(?m)^\s*#+ Safety\s*$")
_NOT_FOR_CALLERS = pattern(
    r"(?i)\bimplement|\b(is|are) (always |completely )?(safe|sound)\b|safe to|not unsafe|macro"
    r"|unsafe code|rely|guarantee"
)


@rule(
    level="note",
    confidence="medium",
    clippy=("unnecessary_safety_doc",),
    words=("Safety",),
    message="`{function}` is a safe `fn`: nobody who calls it has to heed its `# Safety` section",
    ask="could the `# Safety` section of `{function}`, a safe `fn`, be a SAFETY comment at its `unsafe` block?",
    why="""In C the conditions of a call are a comment, on whatever function. In Rust `# Safety` lists what the
        caller of an `unsafe fn` must see to. Anybody may call a safe one without reading it, so a condition
        there binds nobody, and why the `unsafe` block inside is sound is not looked for there.""",
    instead="""If callers have to see to something, declare `{function}` as `unsafe fn`. If not, say why it is
        sound in a `// SAFETY:` comment at the `unsafe` block, and drop the section.""",
    query="(function_item name: (identifier) @name) @function",
    silent_in=(
        FunctionRole.ABI,
        FunctionRole.THUNK,
        FunctionRole.TEST,
        FileRole.TEST,
        FileRole.SHIM,
        FileRole.MACROS,
    ),
    in_c="/* Caller must hold s->lock. */         /* on any function */",
    checks="The compiler then sees to it that whoever has a duty writes `unsafe`, and that nobody else has to.",
)
def safety_section_on_safe_fn(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Two texts with similar names answer each other. A `# Safety` section stands in the documentation of an
    `unsafe fn` and says what its caller must ensure. A `// SAFETY:` comment stands at an `unsafe` block and
    says why it is ensured there.

    A safe function that wraps a call of C has a duty towards C, but hands none on: its body does what is
    needed, asserts that a lock is held, or takes a reference instead of a pointer. The reason belongs in a
    SAFETY comment at the block. If no such reason can be given without asking something of the caller, the
    function is not safe, and has to say so in its signature.

    ## Keep it when
    The section says why the function is safe, what unsafe code may rely on, or what the implementations of a
    trait have to ensure. Where the `unsafe` block has its SAFETY comment, nothing is said.

    ## Known problems
    Whether callers have a duty can be read in the text only by a person.

    ```rust bad
    /// # Safety
    ///
    /// Send a byte to the backend.
    pub fn send(&self, byte: u8) -> bool {
        unsafe { bindings::backend_send(self.as_mut_ptr(), byte) == 0 }
    }
    ```
    ```rust good
    /// Send a byte to the backend.
    pub fn send(&self, byte: u8) -> bool {
        // SAFETY: `self` wraps a live backend, and C keeps no pointer to it.
        unsafe { bindings::backend_send(self.as_mut_ptr(), byte) == 0 }
    }
    ```
    ```rust good
    /// # Safety
    ///
    /// `raw` points to a live backend, which stays alive as long as the result.
    pub unsafe fn from_raw<'a>(raw: *mut bindings::Backend) -> &'a Backend {
        // SAFETY: the caller promises it.
        unsafe { &*raw.cast() }
    }
    ```
    """
    item = captures["function"]
    said = documentation(item)
    section = _SECTION.search(said)
    if section is None or "unsafe" in modifiers(item) or _NOT_FOR_CALLERS.search(said[section.end() :]):
        return "it has no such section, or is `unsafe`"
    trait = enclosing(item, "trait_item", "impl_item")
    if (trait is not None and "unsafe" in modifiers(trait)) or not file.is_visible(item):
        return "it belongs to an `unsafe` trait, or is not all shown"
    holder = field(item, "body")
    blocks = list(descendants(holder, "unsafe_block")) if holder is not None else []
    if not blocks or any(has_safety_comment(block, file) for block in blocks):
        return "its unsafe code has a reason of its own, or there is none"
    return Hit(at=captures["name"], values={"function": captures["name"]})
