"""Idiomatic Rust that shares shapes with flags, codes and functions of C: no rule speaks."""

from __future__ import annotations

import pytest

from tests.helper import said

TYPED_FLAGS = """
fn is_final(flags: TypeFlags, kind: SyntaxKind) -> bool {
    let wanted = TypeFlags::FINAL | TypeFlags::CLASS;
    flags.contains(wanted) && kind == SyntaxKind::EXPR_STMT
}
"""

MATCH_OF_COUNTS = """
fn verbosity(count: u8, names: &[String]) -> Level {
    match names.len() {
        0 => return Level::Off,
        1 => {}
        _ => note(names),
    }
    match count {
        0 => Level::Warn,
        1 => Level::Info,
        _ => Level::Debug,
    }
}
"""

ENUM_AS_A_CODE = """
fn respond(id: RequestId, message: String) -> Response {
    Response::error(id, ErrorCode::InvalidParams as i32, message)
}
"""

COUNT_COMPARED_TO_ZERO = """
fn can_join(settings: &Settings, node: &Node) -> bool {
    max_empty_lines(settings) == 0 || children(node).count() == 0
}
"""

FREE_FUNCTIONS_OVER_REFERENCES = """
struct Expression {
    name: String,
}
fn expression_name(expression: &Expression) -> &str {
    &expression.name
}
fn create_diagnostic(range: Range) -> Diagnostic {
    Diagnostic::new(range)
}
fn new_regex(pattern: &str) -> Result<Regex, Error> {
    Regex::new(pattern)
}
"""

NEGATIVE_SCORES = """
fn proximity_score(distance: u32) -> i32 {
    if distance > 100 {
        return -200;
    }
    -1
}
"""

LABELLED_BLOCK_WITH_A_VALUE = """
fn find(node: &Node) -> Option<Name> {
    let name = 'found: {
        let Some(parent) = node.parent() else { break 'found None };
        let Some(name) = parent.name() else { break 'found None };
        Some(name)
    };
    name
}
"""

DO_WHILE = """
fn drain(queue: &mut Queue) {
    loop {
        queue.step();
        if queue.is_empty() {
            break;
        }
    }
}
"""

ACCUMULATORS = """
fn collect(node: &Node, names: &mut Vec<String>, out: &mut String) {
    names.push(node.name().to_owned());
    out.push_str(node.text());
    for child in node.children() {
        collect(child, names, out);
    }
}
"""

LITERAL_ARGUMENTS = """
fn defaults() -> (Version, Surface, Colour) {
    (Version::new(1, 0, 0), Surface::create(Format::Argb, 1, 1), Colour::rgba(0, 0, 0, 1))
}
"""

STATICS_WITH_LOCKS = """
static CACHE: OnceLock<Mutex<HashMap<String, Entry>>> = OnceLock::new();
fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
"""

BLOCK_COMMENTS_ON_ARGUMENTS = """
fn open(path: &Path) -> Result<File, Error> {
    File::open_with(path, /* create= */ false, /* append= */ true)
}
"""

PLAIN_STRUCT_AND_EARLY_RETURN = """
pub struct Options {
    pub verbose: bool,
    pub limit: usize,
    pub depth: usize,
}
impl Options {
    pub fn limit(&self) -> usize {
        self.limit
    }
}
fn run(options: &Options, input: &str) -> Option<usize> {
    if input.is_empty() {
        return None;
    }
    let mut total = 0;
    for word in input.split(' ') {
        total += word.len();
    }
    println!("{total}");
    Some(total.min(options.limit))
}
"""

BOOL_OF_A_PARSER = """
fn expect(&mut self, kind: Kind) -> bool {
    if !self.at(kind) {
        return false;
    }
    self.bump();
    true
}
"""

LIFETIME_TRANSMUTE = """
fn extend<'a>(value: &Kind<'a>) -> &'static Kind<'static> {
    // SAFETY: the arena is never freed.
    unsafe { std::mem::transmute::<&Kind<'a>, &Kind<'static>>(value) }
}
"""

MATCH_INSTEAD_OF_LET_ELSE = """
fn width(node: Option<&Node>) -> usize {
    let node = match node {
        Some(node) => node,
        None => return 0,
    };
    node.width()
}
"""

ROWS_OF_A_DATABASE = """
#[derive(Serialize, FromRow)]
struct Row {
    index: i64,
    length: i64,
}
"""

TIME_FORMAT = """
fn stamp(time: &DateTime) -> String {
    time.format("%Y-%m-%d %H:%M:%S").to_string()
}
"""

SNIPPETS = {
    name.lower(): code for name, code in list(globals().items()) if name.isupper() and isinstance(code, str)
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_habit(name: str) -> None:
    assert said(SNIPPETS[name], "src/lib.rs") == []
