"""Cases of prefix-free-function beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "prefix-free-function"
QUEUE = "struct PacketQueue { items: Vec<u8> }\n"


def test_names_the_method_and_points_at_the_name() -> None:
    (finding,) = findings(QUEUE + "fn packet_queue_push(q: *mut PacketQueue, x: u8) {}\n", "src/lib.rs", RULE)
    assert "`PacketQueue::push`" in finding.question and "`q.push(...)`" in finding.instead
    assert (finding.line, finding.column, finding.end_column) == (2, 4, 21)


def test_a_shared_reference_is_never_reported() -> None:
    assert findings(QUEUE + "fn packet_queue_len(q: &PacketQueue) {}\n", "src/lib.rs", RULE) == []


def test_other_names_and_other_types() -> None:
    code = (
        QUEUE + "fn push(q: &mut PacketQueue) {}\n"
        "fn page_push(p: &mut Page) {}\n"
        "fn packet_queued(q: &mut PacketQueue) {}\n"
    )
    assert findings(code, "src/lib.rs", RULE) == []


def test_c_calls_it_by_this_name() -> None:
    code = QUEUE + '#[no_mangle]\nextern "C" fn packet_queue_push(q: *mut PacketQueue) {}\n'
    assert findings(code, "src/lib.rs", RULE) == []


def test_inside_of_an_impl_it_is_a_method_already() -> None:
    code = QUEUE + "impl PacketQueue { fn packet_queue_push(q: &mut PacketQueue) {} }\n"
    assert findings(code, "src/lib.rs", RULE) == []


def test_a_function_that_frees_is_another_rule_s() -> None:
    assert said(QUEUE + "fn packet_queue_free(q: &mut PacketQueue) {}\n") == ["2 manual-free-function"]


def test_a_constructor_s_name_makes_no_method() -> None:
    for name, count in (("from_text", 0), ("new", 0), ("push", 1)):
        code = f"struct Queue {{}}\nfn queue_{name}(queue: &mut Queue) {{}}\n"
        assert said(code, "src/lib.rs", RULE) == [f"2 {RULE}"] * count, name


def test_a_translated_type_of_another_file() -> None:
    code = "fn _hb_info_set_kind(info: &mut hb_info_t, kind: u8) { info.set_props(kind); }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.message == "`_hb_info_set_kind` is a method of `hb_info_t`, written as a free function"
    for other in (
        code.replace("info.set_props(kind)", "info.kind = kind"),  # it may be a struct of C
        code.replace("hb_info_t", "HbInfo"),
        code.replace("&mut hb", "*mut hb"),
    ):
        assert findings(other, "src/lib.rs", RULE) == [], other


def test_the_name_without_what_c_adds_to_the_struct() -> None:
    for kind, name in (("PL011State", "pl011_update"), ("RtcDevice", "rtc_update"), ("DmaCtx", "dma_ctx_update")):
        code = f"struct {kind} {{ level: u32 }}\nfn {name}(s: &mut {kind}) {{ s.level = 1; }}\n"
        (finding,) = findings(code, "src/lib.rs", RULE)
        assert f"`{kind}::update`" in finding.question, kind
    code = "struct State { level: u32 }\nfn update(s: &mut State) { s.level = 1; }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_an_object_of_qom_is_shared() -> None:
    device = "rust/hw/rtc/example/src/device.rs"
    fields = "    parent_obj: ParentField<SysBusDevice>,\n    level: BqlCell<u32>,\n"
    code = f"#[repr(C)]\npub struct RtcState {{\n{fields}}}\nfn rtc_update(s: &RtcState) {{ s.level.set(1); }}\n"
    (finding,) = findings(code, device, RULE)
    assert finding.line == 6 and "as `fn update(&self, ...)`" in finding.instead
    assert said(code, "src/rtc.rs", RULE) == []
    assert said(code.replace("parent_obj", "head"), device, RULE) == []
