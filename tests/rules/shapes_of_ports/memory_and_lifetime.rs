//# malloc | c-allocation
pub unsafe fn new_item() -> *mut Item {
    let p = libc::malloc(std::mem::size_of::<Item>()) as *mut Item;
    (*p).next = std::ptr::null_mut();
    p
}

//# calloc and free | c-allocation
pub fn work(n: usize) {
    let p = unsafe { libc::calloc(n, 4) as *mut u32 };
    unsafe { *p = 1 };
    unsafe { libc::free(p as *mut c_void) };
}

//# strdup | c-allocation c-string-call
pub unsafe fn set(e: *mut Entry, s: *const c_char) {
    free((*e).name as *mut c_void);
    (*e).name = strdup(s);
}

//# xcalloc wrappers of the project | c-allocation
pub unsafe fn window_create() -> *mut Window {
    let w = xcalloc(1, size_of::<Window>()).cast::<Window>();
    (*w).id = 1;
    w.as_ptr()
}

//# std alloc in place of Vec | raw-pointer-return c-allocation
pub fn table(n: usize) -> *mut Entry {
    let layout = Layout::array::<Entry>(n).unwrap();
    unsafe { std::alloc::alloc_zeroed(layout) as *mut Entry }
}

//# ref and unref by name | manual-reference-count
pub unsafe fn share(s: *mut Surface) {
    surface_ref(s);
    draw(s);
    surface_unref(s);
}

//# reference count by hand | manual-reference-count
impl Session {
    pub fn add_ref(&mut self) {
        self.references += 1;
    }
    pub fn remove_ref(&mut self) {
        self.references -= 1;
        if self.references == 0 {
            self.destroy();
        }
    }
}

//# get and put pair | manual-reference-count
pub fn read(ino: u64) -> u32 {
    let inode = unsafe { bindings::inode_get(ino) };
    let n = unsafe { (*inode).size };
    unsafe { bindings::inode_put(inode) };
    n
}

//# reference count behind a pointer | manual-reference-count
pub unsafe fn unref(s: *mut Session) {
    (*s).references -= 1;
    if (*s).references == 0 {
        drop(Box::from_raw(s));
    }
}

//# new and free pair of a C library | release-by-hand manual-free-function
pub fn with_locale(name: &CStr) -> bool {
    let loc = unsafe { libc::newlocale(libc::LC_ALL_MASK, name.as_ptr(), std::ptr::null_mut()) };
    let ok = unsafe { check(loc) };
    unsafe { libc::freelocale(loc) };
    ok
}

//# open and close of a C library | release-by-hand
pub fn dump(path: &CStr) -> i32 {
    let db = unsafe { ffi::db_open(path.as_ptr()) };
    let n = unsafe { ffi::db_count(db) };
    unsafe { ffi::db_close(db) };
    n
}

//# X_new and X_free | release-by-hand
pub fn digest(data: &[u8]) -> u32 {
    unsafe {
        let ctx = EVP_MD_CTX_new();
        EVP_DigestUpdate(ctx, data.as_ptr().cast(), data.len());
        let r = EVP_result(ctx);
        EVP_MD_CTX_free(ctx);
        r
    }
}

//# fopen and fclose | release-by-hand c-file-io
pub fn lines(path: &CStr) -> i32 {
    let f = unsafe { libc::fopen(path.as_ptr(), c"r".as_ptr()) };
    let mut n = 0;
    while unsafe { libc::fgetc(f) } >= 0 {
        n += 1;
    }
    unsafe { libc::fclose(f) };
    n
}

//# open and close of a descriptor | release-by-hand
pub fn touch(path: &CStr) {
    let fd = unsafe { libc::open(path.as_ptr(), libc::O_CREAT | libc::O_WRONLY, 0o644) };
    unsafe { libc::write(fd, b"x".as_ptr().cast(), 1) };
    unsafe { libc::close(fd) };
}

//# opendir and closedir | release-by-hand
pub fn entries(path: &CStr) -> usize {
    let mut n = 0;
    unsafe {
        let d = libc::opendir(path.as_ptr());
        while !libc::readdir(d).is_null() {
            n += 1;
        }
        libc::closedir(d);
    }
    n
}

//# regcomp and regfree | release-by-hand
pub unsafe fn matches(pattern: *const c_char, text: *const c_char) -> bool {
    let mut r: regex_t = std::mem::zeroed();
    if regcomp(&mut r, pattern, REG_EXTENDED) != 0 {
        return false;
    }
    let ok = regexec(&r, text, 0, null_mut(), 0) == 0;
    regfree(&mut r);
    ok
}

//# init and deinit | two-phase-construction manual-free-function
pub struct Decoder {
    ctx: Option<Context>,
    buf: Vec<u8>,
}
impl Decoder {
    pub fn new() -> Self {
        Decoder { ctx: None, buf: Vec::new() }
    }
    pub fn init(&mut self, size: usize) -> bool {
        self.ctx = Some(Context::default());
        self.buf = vec![0; size];
        true
    }
    pub fn deinit(&mut self) {
        self.ctx = None;
        self.buf.clear();
    }
}

//# init of a pointed object | two-phase-construction out-parameter
pub unsafe fn grid_init(g: *mut Grid, sx: u32, sy: u32) {
    (*g).sx = sx;
    (*g).sy = sy;
    (*g).lines = Vec::new();
}

//# init function of a reference | two-phase-construction out-parameter
pub struct Stats {
    hits: u64,
    misses: u64,
    last: u64,
}
pub fn stats_init(s: &mut Stats) {
    s.hits = 0;
    s.misses = 0;
    s.last = 0;
}

//# into_raw without its twin | leaked-box
pub fn spawn(job: Job) {
    let p = Box::into_raw(Box::new(job));
    unsafe { queue_push(p as *mut c_void) };
}

//# CString into_raw without twin | leaked-box
pub fn set_name(n: &str) {
    unsafe { set_raw(CString::new(n).unwrap().into_raw()) };
}

//# Arc into_raw | leaked-box
pub fn register(h: Arc<Handler>) -> *const Handler {
    Arc::into_raw(h)
}

//# mixed allocators, free of into_raw | mixed-allocators
pub fn done(e: Entry) {
    let p = Box::into_raw(Box::new(e));
    unsafe { libc::free(p as *mut c_void) };
}

//# mixed allocators, Box of malloc | mixed-allocators
pub unsafe fn make() -> Box<Entry> {
    let p = libc::malloc(size_of::<Entry>()) as *mut Entry;
    Box::from_raw(p)
}

//# mixed allocators, CString from strdup | mixed-allocators
pub unsafe fn name(s: *const c_char) -> CString {
    CString::from_raw(libc::strdup(s))
}

//# mixed allocators, Vec from raw of C | mixed-allocators
pub unsafe fn data(n: usize) -> Vec<u8> {
    let p = libc::malloc(n).cast::<u8>();
    Vec::from_raw_parts(p, n, n)
}

//# mixed allocators, free of a CString | mixed-allocators
pub fn drop_name(c: CString) {
    unsafe { free(c.into_raw() as *mut c_void) };
}

//# zeroed struct | zeroed-value
pub fn new_state() -> State {
    let mut s: State = unsafe { std::mem::zeroed() };
    s.width = 80;
    s
}

//# zeroed MaybeUninit | zeroed-value
pub fn make() -> Table {
    unsafe { MaybeUninit::<Table>::zeroed().assume_init() }
}

//# uninit assumed | uninit-assumed
pub fn buffer() -> [u8; 64] {
    unsafe { MaybeUninit::uninit().assume_init() }
}

//# uninitialized | uninit-assumed
pub fn make() -> Table {
    let mut t: Table = unsafe { std::mem::uninitialized() };
    t.count = 0;
    t
}

//# set_len of a Vec | uninit-assumed
pub fn read_all(n: usize, r: &mut impl Read) -> Vec<u8> {
    let mut v = Vec::with_capacity(n);
    unsafe { v.set_len(n) };
    r.read_exact(&mut v).unwrap();
    v
}

//# memset of a struct | c-memory-call zeroed-value
pub unsafe fn clear(s: *mut State) {
    libc::memset(s as *mut c_void, 0, std::mem::size_of::<State>());
}

//# write_bytes of a struct | zeroed-value c-memory-call
pub fn clear(s: &mut State) {
    unsafe { std::ptr::write_bytes(s as *mut State, 0, 1) };
}

//# memset of a key | c-memory-call
pub fn wipe(key: &mut [u8; 32]) {
    unsafe { libc::memset(key.as_mut_ptr().cast(), 0, 32) };
}

//# mem::forget | forgotten-value
pub fn release(f: File) -> i32 {
    let fd = f.as_raw_fd();
    std::mem::forget(f);
    fd
}

//# mem::forget of a Vec handed out | forgotten-value
pub fn give(mut v: Vec<u8>) -> *mut u8 {
    let p = v.as_mut_ptr();
    mem::forget(v);
    p
}

//# finalizer instead of Drop | finalizer-field
pub struct Driver {
    pub name: &'static str,
    pub probe: fn(&mut Device) -> bool,
    pub destroy: fn(&mut Device),
}

//# finalizer as Option | finalizer-field
pub struct Ops {
    pub free: Option<unsafe fn(*mut c_void)>,
    pub data: *mut c_void,
}

//# finalize method | manual-free-function finalizer-field
pub struct Device {
    timer: Timer,
    irq: Option<Irq>,
}
impl Device {
    pub fn finalize(&mut self) {
        self.timer.stop();
        self.irq = None;
    }
}

//# custom free function | manual-free-function
pub unsafe fn session_free(s: *mut Session) {
    drop(Box::from_raw((*s).env));
    drop(Box::from_raw(s));
}

//# custom free function that clears | manual-free-function
pub fn options_free(o: &mut Options) {
    o.entries.clear();
    o.parent = None;
}

//# custom free method | manual-free-function
pub struct Grid {
    lines: Vec<Line>,
}
impl Grid {
    pub fn destroy(&mut self) {
        for l in self.lines.iter_mut() {
            l.free();
        }
        self.lines.clear();
    }
}

//# needless Option<Box<T>> | optional-box-field
pub struct Widget {
    style: Option<Box<Style>>,
}
impl Widget {
    fn new() -> Self { Widget { style: Some(Box::new(Style::default())) } }
    fn colour(&self) -> u32 { self.style.as_ref().unwrap().colour }
    fn set_colour(&mut self, c: u32) { self.style.as_mut().unwrap().colour = c; }
}

//# missing repr(C) | missing-repr-c
pub struct MyState {
    parent_obj: SysBusDevice,
    irq: u32,
}

//# missing repr(C), handed to C by pointer | missing-repr-c
pub struct Request {
    fd: i32,
    len: u32,
}
extern "C" {
    fn submit(r: *mut Request) -> i32;
}

//# missing repr(C), read from bytes | missing-repr-c reinterpreted-memory
pub struct Header {
    magic: u32,
    length: u16,
}
pub fn header(buf: &[u8]) -> Header {
    unsafe { std::ptr::read(buf.as_ptr() as *const Header) }
}

//# needless repr(C) | needless-repr-c
#[repr(C)]
pub struct Session {
    name: String,
    windows: Vec<Window>,
}

//# needless repr(C), plain | needless-repr-c
#[derive(Clone, Default)]
#[repr(C)]
struct Stats {
    names: HashMap<String, u32>,
    hits: u64,
}

//# moved after init | moved-after-init
pub fn make() -> Device {
    let mut d = Device::default();
    unsafe { timer_init(&mut d.timer, &mut d as *mut _ as *mut c_void) };
    d
}

//# moved after init, method | moved-after-init
impl Timer {
    pub fn start(cb: fn()) -> Timer {
        let mut t = Timer { raw: unsafe { std::mem::zeroed() }, cb };
        unsafe { uv_timer_init(addr_of_mut!(t.raw)) };
        t
    }
}

//# self pointer then moved | moved-after-init
pub fn list() -> List {
    let mut l = List { head: Node::new(), tail: std::ptr::null_mut() };
    l.tail = &mut l.head;
    l
}

//# custom allocator | custom-allocator
struct GAlloc;
unsafe impl GlobalAlloc for GAlloc {
    unsafe fn alloc(&self, l: Layout) -> *mut u8 { g_malloc(l.size()) as *mut u8 }
    unsafe fn dealloc(&self, p: *mut u8, _l: Layout) { g_free(p.cast()) }
}

//# leaked only for the address | leak-as-pointer
pub fn publish(table: &mut Table, rows: Box<[Row]>) {
    table.rows = Box::leak(rows) as *mut _;
}

//# owner that ends in a closure | dangling-mapped-pointer
pub fn rename(dev: &Device, name: Option<String>) -> Result<(), NulError> {
    let name = name.map(|n| CString::new(n)).transpose()?;
    let raw = name.map_or(std::ptr::null(), |n| n.as_ptr());
    dev.set_name(raw);
    Ok(())
}

//# zeroed and then filled | zeroed-then-filled
pub fn prepare(n: u32) -> ffi::request {
    let mut request = ffi::request::default();
    request.kind = 2;
    request.length = n;
    request
}

//# a stream around a descriptor that the caller opened | adopted-descriptor
pub struct Stream {
    file: File,
}
impl Stream {
    pub fn from_descriptor(fd: c_int) -> Stream {
        let file = unsafe { File::from_raw_fd(fd) };
        Stream { file }
    }
}
