//# free functions on a struct | prefix-free-function
pub struct Queue {
    items: Vec<u32>,
}
pub fn queue_push(q: &mut Queue, v: u32) {
    q.items.push(v);
}
pub fn queue_len(q: &Queue) -> usize {
    q.items.len()
}

//# free functions on a struct, camel case | prefix-free-function
pub struct WindowPane {
    id: u32,
}
pub fn window_pane_id(wp: &WindowPane) -> u32 {
    wp.id
}
pub fn window_pane_reset(wp: &mut WindowPane) {
    wp.id = 0;
}

//# free functions on a struct by pointer | prefix-free-function raw-pointer-parameter
pub struct Grid {
    sx: u32,
}
pub unsafe fn grid_clear(gd: *mut Grid) {
    (*gd).sx = 0;
}
pub unsafe fn grid_width(gd: *const Grid) -> u32 {
    (*gd).sx
}

//# free functions on a struct, constructor | prefix-free-function
pub struct Parser {
    pos: usize,
}
pub fn parser_new() -> Parser {
    Parser { pos: 0 }
}
pub fn parser_next(p: &mut Parser) -> usize {
    p.pos += 1;
    p.pos
}

//# type prefix in a method | type-prefixed-name
impl Timer {
    pub fn timer_start(&mut self, t: u64) { self.deadline = t; }
    pub fn timer_stop(&mut self) { self.deadline = 0; }
}

//# type prefix in enum variants | type-prefixed-name
pub enum Colour {
    COLOUR_RED,
    COLOUR_GREEN,
    COLOUR_BLUE,
}

//# type prefix in enum variants, camel case | type-prefixed-name
pub enum NodeKind {
    NodeKindLeaf,
    NodeKindBranch,
    NodeKindRoot,
}

//# type prefix in fields | type-prefixed-name
pub struct Window {
    pub w_id: u32,
    pub w_name: String,
    pub w_width: u32,
    pub w_height: u32,
}

//# callback with user data | void-pointer-user-data
pub fn on_change(cb: fn(*mut c_void, u32), data: *mut c_void) {
    register(cb, data);
}

//# callback with user data, in a struct | void-pointer-user-data
pub struct Watcher {
    callback: unsafe fn(*mut c_void),
    user_data: *mut c_void,
}

//# function-pointer struct | function-pointer-struct
pub struct Ops {
    pub open: fn(&mut Device) -> i32,
    pub read: fn(&mut Device, &mut [u8]) -> i32,
    pub close: fn(&mut Device),
}

//# function-pointer struct, Options | function-pointer-struct
pub struct WindowMode {
    pub name: &'static str,
    pub init: Option<fn(&mut Pane) -> Screen>,
    pub key: Option<fn(&mut Pane, u32)>,
    pub resize: Option<fn(&mut Pane, u32, u32)>,
}

//# function-pointer struct, raw pointers | function-pointer-struct
pub struct JobOps {
    pub start: unsafe fn(*mut Job) -> i32,
    pub stop: unsafe fn(*mut Job),
    pub poll: Option<unsafe fn(*mut Job, u32)>,
}

//# tagged union | tagged-union
pub enum Tag { Int, Str }
pub union Payload {
    i: i64,
    s: *const c_char,
}
pub struct Value {
    tag: Tag,
    u: Payload,
}

//# tagged union, integer tag | tagged-union
#[repr(C)]
pub union EventData {
    key: u32,
    pos: (u16, u16),
}
pub struct Event {
    pub kind: u8,
    pub data: EventData,
}

//# getters and setters | trivial-accessors asked
pub struct Point {
    pub x: i32,
}
impl Point {
    pub fn get_x(&self) -> i32 { self.x }
    pub fn set_x(&mut self, x: i32) { self.x = x; }
}

//# init instead of new | two-phase-construction
impl Screen {
    pub fn init(&mut self, sx: u32, sy: u32) {
        self.sx = sx;
        self.sy = sy;
        self.title = String::new();
    }
}

//# integer handle | integer-handle asked
pub type SessionId = u32;
pub type WindowId = u32;
pub fn link(s: SessionId, w: WindowId) -> bool { s != w }
pub fn drop_session(s: SessionId) {}
pub fn drop_window(w: WindowId) {}

//# config struct by pointer | raw-pointer-parameter
pub unsafe fn encoder_open(cfg: *const EncoderConfig) -> Encoder {
    Encoder { width: (*cfg).width, height: (*cfg).height }
}

//# config struct by pointer, filled | raw-pointer-parameter out-parameter
pub unsafe fn config_defaults(cfg: *mut Config) {
    (*cfg).depth = 4;
    (*cfg).strict = true;
}

//# boolean parameters | boolean-parameter-run asked
pub fn draw(w: &Window, border: bool, title: bool, shadow: bool) {
    paint(w, border, title, shadow);
}

//# macro one to one | function-like-macro transliterated-macro
macro_rules! MAX {
    ($a:expr, $b:expr) => { if $a > $b { $a } else { $b } };
}

//# macro one to one, array size | function-like-macro
macro_rules! array_size {
    ($a:expr) => { ::std::mem::size_of_val(&$a) / ::std::mem::size_of_val(&$a[0]) };
}

//# macro one to one, flags | function-like-macro
macro_rules! BIT {
    ($n:expr) => { 1 << $n };
}
macro_rules! IS_SET {
    ($v:expr, $b:expr) => { ($v & $b) != 0 };
}

//# macro one to one, constant | function-like-macro
macro_rules! BUFSIZE {
    () => { 4096 };
}

//# wildcard import of bindings | wildcard-bindings-import
use crate::bindings::*;
pub fn len(q: &Queue) -> u32 { unsafe { queue_len(q.raw) } }

//# wildcard import of libc | wildcard-bindings-import
use libc::*;
pub fn pid() -> i32 { unsafe { getpid() } }

//# wildcard import of ffi | wildcard-bindings-import
use super::ffi::*;
pub fn pid() -> i32 { unsafe { get_pid() } }

//# no_mangle on a Rust function | needless-no-mangle
#[no_mangle]
pub fn session_count(s: &Sessions) -> usize { s.list.len() }

//# no_mangle on a function with Rust types | needless-no-mangle
#[no_mangle]
pub extern "C" fn set_name(s: &mut Session, name: &str) { s.name = name.to_string(); }

//# commented-out C, lines | commented-out-c
pub fn step(s: &mut State) {
    // if (s->count > 0) {
    //     s->count--;
    // }
    s.count = s.count.saturating_sub(1);
}

//# commented-out C, block | commented-out-c
/*
static int
window_cmp(struct window *a, struct window *b)
{
	return (a->id - b->id);
}
*/
pub fn window_cmp(a: &Window, b: &Window) -> std::cmp::Ordering { a.id.cmp(&b.id) }

//# commented-out C, macro | commented-out-c
// #define BUF_MAX 4096
// #define BUF_MIN (BUF_MAX / 2)
pub const BUF_MAX: usize = 4096;

//# extern fn pointer in an API | extern-fn-pointer-in-api
pub trait Backend {
    const OPEN: Option<unsafe extern "C" fn(*mut Device)>;
}

//# bindgen type in an API | bindgen-type-in-api
pub fn attach(dev: &mut bindings::DeviceState, irq: u32) { dev.irq = irq; }

//# getters with the names of C | get-prefixed-getter
impl Clock {
    pub fn get_rate(&self) -> u64 {
        unsafe { ffi::clock_get_rate(self.raw) }
    }

    pub fn get_phase(&self) -> Result<i32> {
        let ret = unsafe { ffi::clock_get_phase(self.raw) };
        if ret < 0 { Err(Error::last()) } else { Ok(ret) }
    }
}

//# descriptor as a number | descriptor-as-number
impl EventQueue {
    pub fn get_fd(&self) -> c_int {
        self.fd
    }
}

//# user data of C, lent as any type | caller-chosen-type
pub struct Device {
    raw: NonNull<c_void>,
}
impl Device {
    pub fn private<T: 'static>(&self) -> Option<&T> {
        let data = unsafe { bindings::device_get_data(self.raw.as_ptr()) };
        if data.is_null() {
            None
        } else {
            unsafe { Some(&*(data as *const T)) }
        }
    }
}
