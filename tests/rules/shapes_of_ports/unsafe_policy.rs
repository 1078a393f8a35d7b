//# block wider than the operation | whole-body-unsafe
pub fn refresh(state: &mut State, raw: *mut Raw) {
    unsafe {
        let mut total = 0;
        for i in 0..state.items.len() {
            total += state.items[i].weight;
        }
        state.total = total;
        state.dirty = false;
        (*raw).total = total;
        println!("refreshed {}", total);
    }
}

//# whole-body unsafe | whole-body-unsafe
pub fn resize(w: &mut Window, width: u32) -> u32 {
    unsafe {
        let old = w.width.max(width);
        w.width = width.min(w.limit);
        w.damaged = true;
        window_notify(w.raw);
        if old != width {
            w.layout();
        }
        old
    }
}

//# whole-body unsafe, after a let | whole-body-unsafe
pub fn add(w: &mut Window, p: Pane) -> usize {
    let id = p.id;
    unsafe {
        w.panes.push(p);
        w.count += 1;
        let n = w.panes.len();
        w.last = n - 1;
        redraw(w.raw);
        log::debug!("pane {} of {}", id, n);
        n
    }
}

//# SAFETY empty | empty-safety-comment
pub fn len(s: &Raw) -> usize {
    // SAFETY:
    unsafe { raw_len(s.ptr) }
}

//# SAFETY that says nothing | empty-safety-comment
pub fn len(s: &Raw) -> usize {
    // SAFETY: this is safe
    unsafe { raw_len(s.ptr) }
}

//# SAFETY todo | empty-safety-comment
pub fn len(s: &Raw) -> usize {
    // SAFETY: TODO
    unsafe { raw_len(s.ptr) }
}

//# SAFETY misplaced | empty-safety-comment
pub fn len(s: &Raw) -> usize {
    let n = unsafe { raw_len(s.ptr) };
    // SAFETY: `ptr` comes from `raw_new` and lives as long as `s`.
    n
}

//# '# Safety' missing | undocumented-unsafe-fn
/// Puts the value into the slot.
pub unsafe fn put(slot: *mut u32, v: u32) {
    *slot = v;
}

//# '# Safety' missing on a method | undocumented-unsafe-fn
impl Queue {
    pub unsafe fn get_unchecked(&self, i: usize) -> u32 {
        *self.items.get_unchecked(i)
    }
}

//# '# Safety' missing on a trait | undocumented-unsafe-fn
pub unsafe trait Zeroable {
    fn zero() -> Self;
}

//# safe extern fn that derefs | safe-extern-deref
#[no_mangle]
pub extern "C" fn queue_len(q: *const Queue) -> usize {
    unsafe { (*q).len }
}

//# safe extern fn that derefs through as_ref | safe-extern-deref
pub extern "C" fn on_tick(opaque: *mut c_void) {
    let s = unsafe { &mut *(opaque as *mut State) };
    s.ticks += 1;
}

//# safe fn that derefs its argument | raw-pointer-parameter
pub fn peek(p: *const u32) -> u32 {
    unsafe { *p }
}

//# macro that wraps the caller's expression in unsafe | unsafe-macro-argument
macro_rules! call {
    ($e:expr) => {
        unsafe { $e }
    };
}

//# macro that wraps the caller's arguments in unsafe | unsafe-macro-argument
macro_rules! offset {
    ($p:expr, $i:expr) => {
        unsafe { *$p.add($i) }
    };
}

//# macro that wraps in unsafe, with a let | unsafe-macro-argument
#[macro_export]
macro_rules! check {
    ($f:ident($($a:expr),*)) => {{
        let r = unsafe { $f($($a),*) };
        if r < 0 { return Err(r); }
        r
    }};
}

//# unsafe impl Send | unsafe-send-sync
pub struct Handle {
    raw: *mut Device,
}
unsafe impl Send for Handle {}

//# unsafe impl Sync | unsafe-send-sync
struct Table {
    entries: *const Entry,
    n: usize,
}
unsafe impl Sync for Table {}

//# unsafe impl Send and Sync with NonNull | unsafe-send-sync
pub struct Shared(NonNull<Inner>);
unsafe impl Send for Shared {}
unsafe impl Sync for Shared {}

//# unsafe { &STATIC } | unsafe-static-reference mutable-static
static mut CONFIG: Config = Config::new();
pub fn config() -> &'static Config {
    unsafe { &CONFIG }
}

//# unsafe { &mut STATIC } | unsafe-static-reference mutable-static
static mut CLIENTS: Vec<Client> = Vec::new();
pub fn clients() -> &'static mut Vec<Client> {
    unsafe { &mut CLIENTS }
}

//# unsafe { &STATIC } of C | unsafe-static-reference
extern "C" {
    static environ: Environ;
}
fn env() -> &'static Environ {
    unsafe { &environ }
}

//# reference of a static by addr_of | unsafe-static-reference mutable-static
static mut GLOBAL: State = State::new();
pub fn global() -> &'static mut State {
    unsafe { &mut *addr_of_mut!(GLOBAL) }
}

//# unsafe fn where an unsafe trait would do | duty-of-a-type
/// # Safety
/// `T` must be valid for every bit pattern.
pub unsafe fn from_bytes<T: Copy>(b: &[u8]) -> T {
    assert!(b.len() >= std::mem::size_of::<T>());
    std::ptr::read_unaligned(b.as_ptr() as *const T)
}

//# unsafe fn with nothing unsafe in it | needless-unsafe-fn
pub unsafe fn area(w: &Window) -> u32 {
    w.width * w.height
}

//# transmute to an enum | transmuted-value
pub fn kind(v: u8) -> Kind {
    unsafe { std::mem::transmute::<u8, Kind>(v) }
}

//# transmute to an enum, no types | transmuted-value
pub fn kind(v: u8) -> Kind {
    unsafe { transmute(v) }
}

//# transmute of bytes to integer | transmuted-value
pub fn word(b: [u8; 4]) -> u32 {
    unsafe { std::mem::transmute::<[u8; 4], u32>(b) }
}

//# transmute of bytes to integer, no types | transmuted-value
pub fn word(b: [u8; 4]) -> u32 {
    unsafe { mem::transmute(b) }
}

//# transmute of an integer to bool | transmuted-value
pub fn flag(v: u8) -> bool {
    unsafe { std::mem::transmute(v & 1) }
}

//# transmute in a let with type | transmuted-value
pub fn decode(b: u8) -> bool {
    let op: Opcode = unsafe { std::mem::transmute(b >> 4) };
    op == Opcode::Nop
}

//# transmute of a lifetime | transmuted-value
pub fn keep(s: &str) -> &'static str {
    unsafe { std::mem::transmute(s) }
}

//# transmute of a reference to a struct | transmuted-value
pub fn view(b: &[u8; 12]) -> &Header {
    unsafe { std::mem::transmute(b) }
}

//# transmute of a pointer to a reference | transmuted-value
pub unsafe fn get<'a>(p: *const Entry) -> &'a Entry {
    std::mem::transmute(p)
}

//# transmute of float bits | transmuted-value
pub fn bits(f: f64) -> u64 {
    unsafe { std::mem::transmute(f) }
}

//# transmute of a fn pointer | transmuted-value
pub unsafe fn hook(f: unsafe extern "C" fn(*mut Window)) -> unsafe extern "C" fn(*mut c_void) {
    std::mem::transmute(f)
}

//# static mut counter | mutable-static
static mut NEXT_ID: u32 = 0;
pub fn next_id() -> u32 {
    unsafe {
        NEXT_ID += 1;
        NEXT_ID
    }
}
