"""Every type that passes between stages, in order of birth.

Units, everywhere: lines are 1-based and numbered as in the file after the patch (unless named `old`);
columns are 1-based UTF-8 bytes; `end_line` is inclusive, `end_column` exclusive; rows and byte offsets
(`row`, `start`, `end`) are 0-based. Bytes are kept as they came; a path is `str`, decoded from UTF-8 with
`surrogateescape`, relative, with forward slashes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import accumulate
from pathlib import Path
from typing import Literal, get_args

Level = Literal["error", "warning", "note"]
"""How bad, in the words of SARIF."""
Confidence = Literal["high", "medium", "low"]
"""How sure a reader without types can be: high is stated, medium is asked, low is shown on request only."""

LEVELS: tuple[Level, ...] = ("note", "warning", "error")
CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something of the input that could not be read; the rest was. Printed as one line."""

    where: str
    what: str
    advice: str = ""


# --- profiles: what a project adds ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoleGlobs:
    """Where a project keeps what; globs over paths from the top of its tree, `**` for any depth.

    Generic signs (a `tests` folder, an `include!` of bindings) hold beside them. `binding` wins over `leaf`.
    """

    leaf: tuple[str, ...] = ()
    binding: tuple[str, ...] = ()
    shim: tuple[str, ...] = ()
    macros: tuple[str, ...] = ()
    test: tuple[str, ...] = ()
    generated: tuple[str, ...] = ()
    vendored: tuple[str, ...] = ()
    """Code that the project copied from others and follows."""
    host: tuple[str, ...] = ()
    """Programs beside the project's code, for which its own library and its advice are out of reach."""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What a project changes about one rule; None where it changes nothing."""

    level: Level | None = None
    confidence: Confidence | None = None
    pedantic: bool | None = None
    drop: bool = False
    instead: str | None = None
    """A template over the values that the rule's own texts use."""
    cite: str | None = None
    """A document of the project and a heading in it: `docs/devel/rust.rst, Common pitfalls`."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """What tells that a patch is for this project."""

    lists: tuple[str, ...] = ()
    """Mailing lists, as addresses."""
    paths: tuple[str, ...] = ()
    """Globs over the paths that a patch changes."""
    crates: tuple[str, ...] = ()
    """Crates that its code uses, or that the manifest at the top of its tree depends on."""
    tree: tuple[str, ...] = ()
    """Files of its tree, one of which is enough."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A device that is there in C and in Rust: globs over the paths of each."""

    c: tuple[str, ...] = ()
    rust: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What a project asks of a patch, beyond its code. Empty or None: it asks nothing."""

    rust_list: str = ""
    """The list that patches to Rust code have to reach."""
    maintainers_file: str = ""
    build_files: tuple[str, ...] = ()
    """Names of the files that its folders are built by: what has another one is of a project beside it."""
    requires_spdx: bool = False
    known_crates: tuple[str, ...] = ()
    """Dependencies that the project has agreed on."""
    max_new_crates: int | None = None
    """How many packages a patch may add to a lock file without a word about it."""
    unportable: tuple[str, ...] = ()
    """Names of Rust that some host of the project does not have."""
    features: tuple[str, ...] = ()
    """Features of the language that it turns on for compilers in which they are not stable yet."""
    no_std: bool = False
    """Whether it is built without `std`, so that each allocation can fail and a `CString` is no small thing."""
    safe_callbacks: bool = False
    """Whether callbacks that only their own file can name stay safe functions, if a comment says who calls."""
    model_code: bool = True
    """Whether code that a language model wrote may be proposed."""
    explains_unsafe: bool | None = None
    """Whether each `unsafe` block has its own comment, that of a thin wrapper too; None: as each file does it."""
    lints_file: str = ""
    """Where the project says which lints it has turned off, rather than in each file."""
    twins: tuple[Twin, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What a project adds to the rules. The default is a project that adds nothing."""

    name: str = "default"
    kin: tuple[str, ...] = ()
    """Names of the profiles that it extends."""
    minimum_rust: tuple[int, int] | None = None
    """The oldest Rust that the project is built with, `(1, 83)`; None if nothing is known."""
    recognise: Recognition = Recognition()
    roles: RoleGlobs = RoleGlobs()
    rules: Mapping[str, RuleChange] = field(default_factory=dict)
    """By the rule's name."""
    policy: Policy = Policy()

    @property
    def documents(self) -> tuple[str, ...]:
        """Paths of the documents that its rules cite."""
        cited = {change.cite.partition(",")[0] for change in self.rules.values() if change.cite}
        return tuple(sorted(cited))


# --- inputs: what arrived -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a hunk, without its mark and its newline (a carriage return stays)."""

    kind: Literal["+", "-", " "]
    old: int | None
    new: int | None
    text: bytes
    row: int
    """0-based row of this line in `Patch.body`, so that a reply can quote it byte for byte."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """`@@ -old_start,old_count +new_start,new_count @@ heading`, and its lines as far as they came."""

    old_start: int
    old_count: int
    new_start: int
    new_count: int
    heading: bytes
    lines: tuple[Line, ...]
    row: int
    """0-based row of the `@@` line in `Patch.body`."""


@dataclass(frozen=True, slots=True)
class FileDiff:
    """What a patch does to one file. `old_path` is None for a new file, `new_path` for a deleted one."""

    old_path: str | None
    new_path: str | None
    hunks: tuple[Hunk, ...]
    old_blob: str = ""
    """The (often abbreviated) object id before the change, from the `index` line; empty if not told."""
    new_blob: str = ""
    is_binary: bool = False
    is_combined: bool = False
    rows: tuple[int, int] = (0, 0)
    """Rows of the file's headers in `Patch.body`, up to the first hunk: [first, last)."""

    @property
    def path(self) -> str:
        """The path after the patch; for a deleted file the path before it."""
        return self.new_path or self.old_path or ""


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address, decoded: display name (may be empty) and `local@domain`."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Mail:
    """What a reply needs to know of the mail it answers. Headers are decoded and unfolded."""

    subject: str
    author: Address
    """The sender to answer; behind a relay (`devnull+...`, `via B4 Relay`) the real author."""
    message_id: str
    """With its angle brackets; empty if the mail has none (as `git format-patch` writes it)."""
    date: str
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    references: tuple[str, ...]
    in_reply_to: str
    body: bytes
    """Decoded (transfer encoding, charset to UTF-8, format=flowed un-stuffed), lines end in one newline."""


@dataclass(frozen=True, slots=True)
class Patch:
    """One commit's worth of change, from a mail, a diff file or git."""

    source: str
    """Where it came from, for messages: a path as given, `-`, or a revision."""
    subject: str
    """Without `[PATCH ...]`; empty for a bare diff."""
    author: Address | None
    commit: str
    """Full object id if known (from git, or a `From <id>` line of format-patch), else empty."""
    message: str
    """Commit message after the subject, without trailers cut off or added."""
    files: tuple[FileDiff, ...]
    body: bytes
    """The text the diff was read from: the mail's decoded body, or the whole diff file."""
    mail: Mail | None = None
    version: int = 1
    number: int = 0
    """n of `[PATCH v2 n/m]`, 0 if not numbered."""
    total: int = 0

    @property
    def title(self) -> str:
        """`2/3 subject`, as a heading for a person; where the diff came from if it has no subject."""
        return f"{f'{self.number}/{self.total} ' if self.number else ''}{self.subject or self.source}"


@dataclass(frozen=True, slots=True)
class Series:
    """Patches that belong together, in their order: one mbox, one revision range, one diff."""

    patches: tuple[Patch, ...]
    cover: Mail | None = None


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A Rust file that is reviewed as it stands, every line of it."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class CLine:
    """Lines of C: what a line of Rust came from, or what declares it."""

    path: str
    line: int
    """In the C file before the patch; of what declares it, in the text that is known of the header."""
    code: tuple[str, ...]
    """The whole lines, as they stand there; at most three of what is quoted."""
    function: str
    """Name of the C function around it, or that is declared; empty outside of any."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository that the inputs came from or apply to."""

    root: Path
    """Top of the working tree; of a bare repository the git folder itself."""
    is_bare: bool


@dataclass(frozen=True, slots=True)
class Submission:
    """All that was read from the command line's inputs."""

    series: tuple[Series, ...] = ()
    whole: tuple[WholeFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    repository: Repository | None = None
    """Where base versions of the changed files may be found."""
    tree: Mapping[str, bytes] = field(default_factory=dict)
    """Files of the repository's HEAD that tell which project it is and what it asks, by path."""
    twins: Mapping[str, bytes] = field(default_factory=dict)
    """C files of the repository, from before the patches, that may be what their Rust was written after."""

    prototypes: Mapping[str, CLine] | None = None
    """What headers declare of the functions that Rust exports, by name; None if that is not known."""

    @property
    def patches(self) -> tuple[Patch, ...]:
        """Every patch, in review order; findings refer to them by index."""
        return tuple(patch for series in self.series for patch in series.patches)

    @property
    def spans(self) -> tuple[tuple[Series, range], ...]:
        """Each series with the indices that its patches have in `patches`."""
        starts = accumulate((len(series.patches) for series in self.series), initial=0)
        return tuple(
            (series, range(start, start + len(series.patches)))
            for series, start in zip(self.series, starts, strict=False)
        )


# --- change: the new text -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of a new file that can be parsed: the whole file, or one hunk with openers around it.

    `source[start:end]` is the file's own text, and `source[start]` begins line `first_line`; what lies
    outside was put there so that it parses, and is never pointed at.
    """

    source: bytes
    start: int
    end: int
    first_line: int
    added: frozenset[int]
    """Lines that the patch wrote and did not merely move; findings begin on these."""
    heading: str = ""
    """What the hunk's `@@` line says of its surroundings; empty for a whole file."""


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file after the patch, as far as it is known."""

    path: str
    patch: int | None
    """Index into `Submission.patches`, None for a `WholeFile`."""
    texts: tuple[Text, ...]
    is_complete: bool
    """True if `texts` is the one whole file, False if it is hunks rebuilt on their own."""
    moved: frozenset[int] = frozenset()
    """Added lines that were removed elsewhere in the same series."""
    made_safe: frozenset[str] = frozenset()
    """Functions from whose headers the patch takes the `unsafe`."""
    profile: Profile = field(default_factory=Profile)


# --- syntax: what part the code plays -------------------------------------------------------------


class FileRole(Enum):
    """What part a file plays. It changes confidence and wording, and mutes nothing but GENERATED and VENDORED."""

    LEAF = "leaf"
    """A device, driver, tool or library: code that should be plain Rust."""
    BINDING = "binding"
    """Safe wrappers around C: raw pointers are its trade."""
    SHIM = "shim"
    """The module that includes bindgen's output and names C types for it."""
    MACROS = "macros"
    """A procedural-macro crate, or a file of macro_rules."""
    TEST = "test"
    GENERATED = "generated"
    VENDORED = "vendored"
    """Copied from another project: its authors do not read this list."""
    BUILD = "build"

    @property
    def is_judged(self) -> bool:
        """Whether the author of a patch wrote such files, so that rules look at them."""
        return self not in (FileRole.GENERATED, FileRole.VENDORED)


class FunctionRole(Enum):
    """What part a function plays."""

    ABI = "abi"
    """`extern "C"`: C calls it, so C types are right in its signature."""
    THUNK = "thunk"
    """An ABI function with type parameters: the one place where generic C glue belongs."""
    BOUNDARY = "boundary"
    """Calls `libc::`, `bindings::`, `*_sys::`: it talks to C."""
    CONTRACT = "contract"
    """A method of an unsafe trait, or of a trait whose signature C dictates."""
    CONST = "const"
    """A `const fn`: loops and casts there are forced by the language."""
    TEST = "test"
    PLAIN = "plain"


# --- rules: what was found ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement in the file after the patch: `[line:column, end_line:end_column)` becomes `text`."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """The replacement of a finding, written out for this code."""

    edits: tuple[Edit, ...]
    """In the order of the file; none overlaps another."""
    is_safe: bool
    """Whether the program does the same afterwards, whatever it is given."""
    needs_rust: str = ""
    """The version, such as `1.65`, from which on it compiles; empty for any."""
    shown: tuple[str, ...] = ()
    """The lines that it writes, their common margin off."""
    proof: str = ""
    """What was tried, in one line; empty as long as it was not."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where one rule speaks, on a line that the patch wrote."""

    rule: str
    family: str
    level: Level
    confidence: Confidence
    path: str
    line: int
    end_line: int
    column: int
    end_column: int
    message: str
    """Lower case, no full stop, code in backticks; the values are filled in."""
    question: str
    """The same as a question, for a finding that is asked rather than stated."""
    why: str
    """One or two sentences for a C programmer."""
    instead: str
    """What to write instead, for this code."""
    function: str
    """Name of the function around it, empty outside of any."""
    code: tuple[str, ...]
    """The lines it spans, as they stand in the file."""
    patch: int | None
    fingerprint: str
    """16 hex digits over rule, path and code: the same when lines shift."""
    allowed: str = ""
    """The clippy lint that says the same and that an attribute around the place allows; empty if none."""
    pedantic: bool = False
    """Right, but told on request only."""
    in_c: str = ""
    """The C that this mirrors, as a line or two of code; empty if the rule does not say."""
    checks: str = ""
    """What the compiler checks once it is written the other way, which in C a reviewer had to."""
    fix: Fix | None = None
    """A proposal as the rule makes it; in a `Review` one that was proven."""
    names: frozenset[str] = frozenset()
    """What it speaks of, by which findings with one cause are known."""


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding that somebody has answered already, and how."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule made of one line."""

    rule: str
    family: str
    finding: Finding | None = None
    """What it has to say, if its conditions hold; it is told if there is no `reason`."""
    reason: str = ""
    """Why it stays silent."""
    lowered: str = ""
    """Why it is less sure than usual."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules made of one line of a file, in the order in which it is shown."""

    path: str
    line: int
    patch: int | None
    code: str
    verdicts: tuple[Verdict, ...]
    remark: str = ""
    """Why no rule looked, if that has one reason for all."""


WAS_THERE = "was there before the patch"
IS_TAKEN_OUT = "the patch takes out what it would suggest"
"""Reasons of `Silenced` that are not the code's own answer."""


# --- twins: the C that the Rust was written after --------------------------------------------------


@dataclass(frozen=True, slots=True)
class FunctionText:
    """A function as it stands in its file."""

    path: str
    name: str
    line: int
    end_line: int
    code: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A C function and the Rust function that was written after it."""

    patch: int | None
    """The patch that wrote the Rust, an index into `Submission.patches`."""
    c: FunctionText
    rust: FunctionText


@dataclass(frozen=True, slots=True)
class Twins:
    """What of the Rust has a counterpart in C, as far as that is sure."""

    pairs: tuple[Pair, ...] = ()
    """In the order of patch, path and line of the Rust."""
    lines: Mapping[tuple[int | None, str], CLine] = field(default_factory=dict)
    """By patch and fingerprint of a finding."""


# --- notes: what is said --------------------------------------------------------------------------

Voice = Literal["reviewer", "submitter"]
"""Who is spoken to: the list, about somebody's patch, or oneself, before it is sent."""
Teach = Literal["line", "card", "lesson"]
"""How much is explained: the point and its cure; also why; also what C does here and what is checked now."""
Fold = Literal["patch", "file"]
"""Within what a habit that recurs is told once."""
Part = Literal[
    "headline",
    "twin",
    "twin-code",
    "in-c",
    "why",
    "instead",
    "code",
    "proof",
    "checks",
    "keep",
    "also",
    "cause",
    "series",
    "merged",
    "further",
]
"""What a passage of a note is for."""
PARTS: frozenset[Part] = frozenset(get_args(Part))
CODE_PARTS: frozenset[Part] = frozenset(("twin-code", "in-c", "code"))
"""Parts that are lines of code."""
Origin = Literal["rule", "model"]

VOICES: tuple[Voice, ...] = ("reviewer", "submitter")
TEACH: tuple[Teach, ...] = ("line", "card", "lesson")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of a note: prose on one line with code in backticks, or lines of code."""

    part: Part
    text: str
    origin: Origin = "rule"


@dataclass(frozen=True, slots=True)
class Note:
    """One habit in one function: the place that stands for it, and where it occurs again."""

    finding: Finding
    also: tuple[Finding, ...] = ()
    passages: tuple[Passage, ...] = ()
    """What is said, in this order."""
    told_in: int | None = None
    """Index of the patch with the earlier note that explains the same habit; None if this is the first."""
    fixed_in: int | None = None
    """Index of the later patch of the series that takes the line out again."""
    twin: CLine | None = None
    """The C line that its first line of Rust came from, if that is known."""
    cause: Finding | None = None
    """What another note on the patch is about, and this one may go away with."""


# --- beside the notes: what a reply to the whole series says ---------------------------------------


@dataclass(frozen=True, slots=True)
class Fine:
    """What looks alarming to a C reader and is right, so that nobody objects to it."""

    kind: str
    patch: int | None
    path: str
    line: int
    functions: tuple[str, ...]
    """Names of the first few functions with it."""
    count: int
    """How many places of the patch are of this kind."""
    what: str
    alarm: str
    reason: str


Fate = Literal["fixed", "still there", "not repeated", "moved", "gone"]
"""What became of an earlier note: cured, as it was, its line as it was but no word of it any more, the same code
elsewhere, the code no longer there."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A note on an earlier version, and what became of it."""

    note: Note
    """Its patch is an index into the patches of the earlier version."""
    fate: Fate
    patch: int | None
    """The patch of this version that answers for it, an index into `Submission.patches`; None if there is none."""
    now: Finding | None = None
    """Where it is now, if it is."""


Rows = Literal["family", "rule"]
"""What a row of the ledger stands for."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often the rules of a family, or one rule of it, speak of what a patch brings, takes out and moves."""

    patch: int
    """Index into `Submission.patches`."""
    family: str
    rule: str
    """Empty if the row is a whole family."""
    added: int
    removed: int
    moved: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The C habits of every patch, counted; in the order of patch, family, rule, without empty rows."""

    rows: Rows
    tallies: tuple[Tally, ...]


# --- llm: what a language model made of the notes -------------------------------------------------

Outcome = Literal["kept", "reworded", "dropped", "merged", "asked", "fallback"]
"""Told as the rule has it; in the model's words; hidden behind a counter; told by another note; a question of
the model's own; told as the rule has it because what the model said could not be accepted."""

OUTCOMES: tuple[Outcome, ...] = ("kept", "reworded", "dropped", "merged", "asked", "fallback")


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one note."""

    note: Note
    """As it is told; one that was dropped or merged as the rules would have told it."""
    outcome: Outcome
    reason: str = ""
    """The model's for dropping it, or ours for a fallback."""
    original: tuple[Passage, ...] = ()
    """What the rules say; empty for a question of the model's own."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What the model cost."""

    requests: int = 0
    """Answered by the endpoint in this run."""
    cached: int = 0
    """Answered from the cache."""
    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0
    price: float | None = None
    """In the unit of the price table; None without one."""


@dataclass(frozen=True, slots=True)
class Polish:
    """All that a language model did to a review."""

    model: str
    endpoint: str
    """Host and port, without credentials."""
    prompts: str
    """12 hex digits over the prompts' text."""
    judged: tuple[Judged, ...] = ()
    """Empty if no answer could be used; then the review is what it would be without a model."""
    summaries: Mapping[int, str] = field(default_factory=dict)
    """For the cover letter of a series, by its index."""
    usage: Usage = Usage()
    warnings: tuple[str, ...] = ()
    """Why some request had no usable answer, each said once."""

    def count(self, outcome: Outcome) -> int:
        """How many notes had this outcome."""
        return sum(judged.outcome == outcome for judged in self.judged)


@dataclass(frozen=True, slots=True)
class Review:
    """All that a report needs."""

    submission: Submission
    notes: tuple[Note, ...]
    """Worst first."""
    findings: tuple[Finding, ...]
    """By patch, path, line."""
    silenced: tuple[Silenced, ...]
    problems: tuple[Problem, ...]
    """What could not be read or judged."""
    remarks: tuple[Problem, ...] = ()
    """What is worth a line, though nothing was left out because of it."""
    left_out: tuple[Note, ...] = ()
    """Notes over the number that was asked for, worst first."""
    files: int = 0
    """How many Rust files were looked at."""
    profiles: tuple[Profile, ...] = ()
    """The profile of each patch; then, if there are whole files, theirs."""
    withheld: int = 0
    """How many findings were too unsure or too small to tell without being asked."""
    ledger: Ledger | None = None
    """None if it was not asked for."""
    pairs: tuple[Pair, ...] = ()
    """Functions that are there in C and in Rust."""
    c_lines: Mapping[tuple[int | None, str], CLine] = field(default_factory=dict)
    """The C that findings came from, by patch and fingerprint."""
    since: tuple[Followed, ...] = ()
    """What became of the notes on an earlier version, in the order of its patches."""
    polish: Polish | None = None
    """What a language model made of the notes; None if none was asked."""
    fine: tuple[Fine, ...] = ()
    """What looks alarming and is right, if that was asked for; by patch, at most one for each kind."""
