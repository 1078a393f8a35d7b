//# parameter, read through | raw-pointer-parameter
pub fn session_name_len(s: *mut Session) -> usize {
    unsafe { (*s).name.len() }
}

//# parameter, output buffer and length | raw-pointer-parameter
pub unsafe fn fill_header(buf: *mut u8, len: usize, kind: u8) {
    *buf = kind;
    *buf.add(1) = len as u8;
}

//# parameter, optional pointer | raw-pointer-parameter null-check
fn attach_session(ctx: &mut Context, parent: *mut Session) {
    if !parent.is_null() {
        ctx.depth = unsafe { (*parent).depth } + 1;
    }
}

//# parameter in a method | raw-pointer-parameter
impl Decoder {
    pub fn set_frame(&mut self, frame: *const Frame) {
        self.width = unsafe { (*frame).width };
        self.height = unsafe { (*frame).height };
    }
}

//# return, lookup that answers with a pointer | raw-pointer-return
pub fn find_window(windows: &mut Vec<Window>, id: u32) -> *mut Window {
    for w in windows.iter_mut() {
        if w.id == id {
            return w;
        }
    }
    std::ptr::null_mut()
}

//# return, pointer into the object | raw-pointer-return
impl Buffer {
    pub fn data(&self) -> *const u8 {
        self.bytes.as_ptr()
    }
    pub fn first_line(&self) -> *const Line {
        &self.lines[0] as *const Line
    }
}

//# return, constructor of a pointer | raw-pointer-return leaked-box
pub fn session_create(name: &str) -> *mut Session {
    Box::into_raw(Box::new(Session { name: name.to_string(), windows: Vec::new() }))
}

//# return, unsafe fn walking a list | raw-pointer-return
unsafe fn list_last(head: *mut Node) -> *mut Node {
    let mut n = head;
    while !(*n).next.is_null() {
        n = (*n).next;
    }
    n
}

//# local, declared null and set later | raw-pointer-local asked
pub fn pick(table: &mut Table, id: u32) -> u32 {
    let mut found: *mut Entry = std::ptr::null_mut();
    for e in table.entries.iter_mut() {
        if e.id == id {
            found = e;
        }
    }
    if found.is_null() { 0 } else { unsafe { (*found).value } }
}

//# local, address of a field | raw-pointer-local pointer-field-chain
pub fn bump(state: &mut State) {
    let regs = &mut state.regs as *mut Regs;
    unsafe {
        (*regs).count += 1;
        (*regs).flags |= 2;
        (*regs).last = 0;
    }
}

//# field, owner unclear | raw-pointer-field
pub struct Client {
    pub name: String,
    pub session: *mut Session,
    pub tty: *mut Tty,
}

//# field, table of pointers | raw-pointer-field
pub struct Registry {
    entries: Vec<*mut Entry>,
    count: usize,
}

//# field, fixed array of pointers | raw-pointer-field
pub struct Planes {
    all: [*mut Plane; 3],
    stride: [isize; 3],
}

//# field, map of pointers | raw-pointer-field
pub struct Server {
    clients: HashMap<u32, *mut Client>,
    socket: i32,
}

//# arithmetic, loop over a buffer | pointer-arithmetic
pub unsafe fn sum(data: *const u16, n: usize) -> u32 {
    let mut p = data;
    let end = data.add(n);
    let mut total = 0u32;
    while p < end {
        total += *p as u32;
        p = p.add(1);
    }
    total
}

//# arithmetic, offset and read | pointer-arithmetic
pub fn read_tag(buf: &[u8]) -> u8 {
    let p = buf.as_ptr();
    unsafe { p.offset(3).read() }
}

//# arithmetic, through an integer | pointer-arithmetic
pub fn element(base: *mut u8, index: usize, size: usize) -> *mut u8 {
    (base as usize + index * size) as *mut u8
}

//# arithmetic, difference of two | pointer-arithmetic
pub unsafe fn token_len(start: *const u8, end: *const u8) -> usize {
    end as usize - start as usize
}

//# arithmetic, offset_from | pointer-arithmetic
pub unsafe fn used(buf: &Buffer) -> usize {
    buf.cursor.offset_from(buf.start) as usize
}

//# arithmetic, stored into | pointer-arithmetic
pub unsafe fn put(dst: *mut u8, stride: isize, v: u8) {
    for y in 0..8isize {
        *dst.offset(y * stride) = v;
    }
}

//# null as a value, assigned | null-pointer-value asked
pub unsafe fn detach(c: *mut Client) {
    (*c).session = std::ptr::null_mut();
}

//# null as a value, passed | null-pointer-value asked
fn create(parent: *mut Window, name: &str) -> u32 { unsafe { register(parent, name.len()) } }
pub fn create_root() -> u32 {
    create(core::ptr::null_mut(), "root")
}

//# null as a value, returned in a function that calls C | null-pointer-value raw-pointer-return
pub fn open_log(path: &CStr) -> *mut libc::FILE {
    let f = unsafe { libc::fopen(path.as_ptr(), c"w".as_ptr()) };
    if f.is_null() {
        return std::ptr::null_mut();
    }
    f
}

//# null as a value, returned | raw-pointer-return null-pointer-value
pub unsafe fn lookup(t: *mut Table, id: u32) -> *mut Entry {
    if (*t).count == 0 {
        return null_mut();
    }
    (*t).entries.add(id as usize)
}

//# null as a value, 0 as *mut | null-pointer-value asked
pub unsafe fn reset(c: *mut Cursor) {
    (*c).line = 0 as *mut Line;
}

//# null as a value, in a struct literal | null-pointer-value asked
pub fn new_client() -> Client {
    Client { session: ptr::null_mut(), id: 0 }
}

//# cast between pointers, header of a buffer | reinterpreted-memory
pub unsafe fn parse_header(buf: *const u8) -> u32 {
    let hdr = buf as *const Header;
    (*hdr).length
}

//# cast between pointers, slice bytes to struct | reinterpreted-memory
pub fn header(buf: &[u8]) -> &Header {
    unsafe { &*(buf.as_ptr() as *const Header) }
}

//# cast between pointers, struct to bytes | struct-as-bytes
pub fn as_bytes(h: &Header) -> &[u8] {
    unsafe { std::slice::from_raw_parts(h as *const Header as *const u8, std::mem::size_of::<Header>()) }
}

//# cast between pointers, type punning of a float | reinterpreted-memory transmuted-value
pub fn bits(f: f32) -> u32 {
    unsafe { *(&f as *const f32 as *const u32) }
}

//# cast between pointers, read of a word | reinterpreted-memory
pub fn read_u32(buf: &[u8], pos: usize) -> u32 {
    unsafe { *(buf.as_ptr().add(pos) as *const u32) }
}

//# cast between pointers, written through an alias | reinterpreted-memory
pub fn write_u16(buf: &mut [u8], v: u16) {
    unsafe { *(buf.as_mut_ptr() as *mut u16) = v };
}

//# cast between pointers, written through an alias with cast | reinterpreted-memory
pub unsafe fn store(dst: *mut u8, v: u64) {
    dst.cast::<u64>().write_unaligned(v);
}

//# const cast away, of a reference | const-cast-away
pub fn touch(e: &Entry) {
    let p = e as *const Entry as *mut Entry;
    unsafe { (*p).used = true };
}

//# const cast away, of a parameter | const-cast-away
unsafe fn mark(node: *const Node) {
    (*(node as *mut Node)).marked = true;
}

//# const cast away, cast_mut | const-cast-away
pub fn poke(data: &[u8]) {
    unsafe { *data.as_ptr().cast_mut() = 0 };
}

//# const cast away, of self | const-cast-away
impl Cache {
    pub fn get(&self, k: u32) -> u32 {
        let this = self as *const Self as *mut Self;
        unsafe { (*this).hits += 1 };
        self.map[&k]
    }
}

//# &mut from shared, by cast | const-cast-away mutable-reference-from-shared
impl Cache {
    fn inner(&self) -> &mut Inner {
        unsafe { &mut *(&self.inner as *const Inner as *mut Inner) }
    }
}

//# &mut from shared, from a pointer field | mutable-reference-from-shared
impl Handle {
    pub fn device(&self) -> &mut Device {
        unsafe { &mut *self.ptr }
    }
}

//# &mut from shared, by as_mut | mutable-reference-from-shared
impl Handle {
    pub fn session_mut(&self) -> &'static mut Session {
        unsafe { self.session.as_mut().unwrap() }
    }
}

//# &mut from shared, by transmute | mutable-reference-from-shared transmuted-value
pub fn force_mut(e: &Entry) -> &mut Entry {
    unsafe { std::mem::transmute(e) }
}

//# back-pointer to the parent | raw-pointer-field
pub struct Pane {
    window: *mut Window,
    id: u32,
}
pub struct Window {
    panes: Vec<Pane>,
}

//# back-pointer as NonNull | raw-pointer-field
pub struct Timer {
    owner: NonNull<Clock>,
    deadline: u64,
}
pub struct Clock {
    timers: [Timer; 4],
}

//# pointer and length instead of a slice | raw-pointer-parameter
pub unsafe fn hash(data: *const u8, data_len: u32) -> u32 {
    let mut h = 0u32;
    for i in 0..data_len as usize {
        h = h.wrapping_mul(31).wrapping_add(*data.add(i) as u32);
    }
    h
}

//# pointer and end pointer instead of a slice | raw-pointer-parameter
unsafe fn skip_space(mut s: *const u8, end: *const u8) -> *const u8 {
    while s != end && *s == b' ' {
        s = s.add(1);
    }
    s
}

//# pointer and length in two locals | slice-taken-apart pointer-arithmetic
pub fn checksum(v: &Vec<u8>) -> u8 {
    let p = v.as_ptr();
    let n = v.len();
    let mut s = 0u8;
    for i in 0..n {
        s ^= unsafe { *p.add(i) };
    }
    s
}

//# from_raw_parts far from the boundary, of a field | slice-from-stored-pointer
impl Frame {
    fn luma(&self) -> u32 {
        sum(unsafe { std::slice::from_raw_parts(self.data, self.len) })
    }
}

//# from_raw_parts far from the boundary, of a parameter | raw-pointer-parameter
unsafe fn emit(out: &mut Vec<u8>, s: *const u8, n: usize) {
    out.extend_from_slice(std::slice::from_raw_parts(s, n));
}

//# from_raw_parts far from the boundary, of a struct behind a pointer | slice-from-stored-pointer
pub unsafe fn entries(t: *mut Table) -> usize {
    let es = std::slice::from_raw_parts((*t).entries, (*t).count as usize);
    es.iter().filter(|e| e.used).count()
}

//# strlen and from_raw_parts | c-string-call
pub unsafe fn text<'a>(s: *const c_char) -> &'a [u8] {
    std::slice::from_raw_parts(s as *const u8, libc::strlen(s))
}

//# strlen and from_raw_parts, in two steps | c-string-call
pub fn label(e: &Entry) -> String {
    let n = unsafe { strlen(e.label) };
    let b = unsafe { slice::from_raw_parts(e.label as *const u8, n as usize) };
    String::from_utf8_lossy(b).into_owned()
}

//# struct copied out of *ptr, then changed | struct-copied-from-pointer
pub unsafe fn set_size(w: *mut Window) {
    let mut win = *w;
    win.width = 80;
    win.height = 24;
}

//# struct copied out of *ptr in unsafe | struct-copied-from-pointer
fn configure() {
    let mut cfg = unsafe { *get_config() };
    cfg.count += 1;
}

//# struct copied out of *ptr, by read | struct-copied-from-pointer
pub fn update(p: *mut Stats) {
    let mut stats = unsafe { std::ptr::read(p) };
    stats.hits += 1;
}

//# downcast by cast where a checked one exists | unchecked-class-cast
pub unsafe fn on_event(obj: *mut Object) {
    let dev = obj.cast::<DeviceState>();
    (*dev).realized = true;
}

//# downcast by as | unchecked-class-cast
impl MyDevice {
    fn start(&mut self) {
        let sbd = self as *mut Self as *mut SysBusDevice;
        unsafe { sysbus_init_irq(sbd, &mut self.irq) };
    }
}

//# downcast of a trait object | unchecked-class-cast
pub fn as_circle(shape: &dyn Shape) -> &Circle {
    unsafe { &*(shape as *const dyn Shape as *const Circle) }
}

//# downcast by a kind field | unchecked-class-cast reinterpreted-memory
pub unsafe fn area(shape: *const Shape) -> f64 {
    match (*shape).kind {
        ShapeKind::Circle => (*(shape as *const Circle)).radius * 3.14,
        ShapeKind::Square => (*(shape as *const Square)).side,
    }
}

//# volatile on ordinary memory, buffer | volatile-on-memory
pub fn first(buf: &[u8]) -> u8 {
    unsafe { buf.as_ptr().read_volatile() }
}

//# volatile on ordinary memory, variable | volatile-on-memory
pub fn wait(flag: &mut bool) {
    while unsafe { std::ptr::read_volatile(flag) } {}
}

//# volatile on ordinary memory, written | volatile-on-memory
impl Ring {
    fn publish(&mut self, head: u32) {
        unsafe { core::ptr::write_volatile(&mut self.head, head) };
    }
}

//# pointer transmuted to a function | transmuted-value
pub unsafe fn call(code: *const u8) -> i32 {
    let f: extern "C" fn() -> i32 = std::mem::transmute(code);
    f()
}

//# C string without a look at the pointer | unchecked-c-string
pub fn label(dev: &Device) -> Result<String, Error> {
    let label = unsafe { ffi::device_get_label(dev.raw()) };
    Ok(unsafe { CStr::from_ptr(label) }.to_string_lossy().into_owned())
}

//# accessor for the handle | raw-field-accessor
impl Device {
    pub(crate) fn device(&self) -> *mut ffi::device {
        self.device
    }
}
