"""list-not-in-cc: a patch to Rust code that does not reach the project's Rust list."""

from __future__ import annotations

from collections.abc import Iterator

from review_assist.rules.patch_rule import RUST, PatchHit, PatchView, first_place, patch_rule
from review_assist.rules.wording import shown


@patch_rule(
    level="note",
    confidence="high",
    message="`{list}` is neither in To nor in Cc, and this changes Rust code",
    ask="should `{list}` be in Cc, since this changes Rust code?",
    why="The people who know the project's Rust code follow that list, and may not see the patch elsewhere.",
    instead="Add `{list}` to the answer, and to the next version.",
)
def list_not_in_cc(view: PatchView) -> Iterator[PatchHit]:
    """
    Large C projects split their mail: a patch goes to the list of its subsystem, and the people who can
    judge it read that list and little else. Where Rust is young in a project, a handful of people answer
    for all of it, and they have a list of their own. A patch to a device that happens to be written in Rust
    goes to the list for devices, because that is what the author of the C version did for years. Then the
    review that it gets is one of the device, not of the Rust. A `MAINTAINERS` entry for all Rust files
    usually says so, and `get_maintainer.pl` finds it.

    It looks at the headers of real mails only. A patch that was written to a file and not sent has no
    recipients, and nothing is said about it. It is said once for a series, on the first line of Rust that
    the patch adds.

    ## Keep it when
    The patch only follows a change of the tree in Rust files, and was sent to the lists of what it is about. A
    pull request (`[GIT PULL]`) has been on the lists before, and is passed over.

    ## Known problems
    Who was put in Bcc is not in the mail.

    ```diff bad profile=qemu
    From: Ann <ann@example.org>
    To: qemu-devel@nongnu.org
    Cc: qemu-arm@nongnu.org
    Subject: [PATCH] fan: add a limit

    ---
    --- a/rust/hw/misc/fan/src/device.rs
    +++ b/rust/hw/misc/fan/src/device.rs
    @@ -1,1 +1,2 @@
     pub struct Speed(pub u16);
    +pub struct Limit(pub u16);
    ```

    ```diff good profile=qemu
    From: Ann <ann@example.org>
    To: qemu-devel@nongnu.org
    Cc: qemu-rust@nongnu.org
    Subject: [PATCH] fan: add a limit

    ---
    --- a/rust/hw/misc/fan/src/device.rs
    +++ b/rust/hw/misc/fan/src/device.rs
    @@ -1,1 +1,2 @@
     pub struct Speed(pub u16);
    +pub struct Limit(pub u16);
    ```

    ```diff good profile=qemu
    From: Ann <ann@example.org>
    Subject: [PATCH] fan: not sent yet

    ---
    --- a/rust/hw/misc/fan/src/device.rs
    +++ b/rust/hw/misc/fan/src/device.rs
    @@ -1,1 +1,2 @@
     pub struct Speed(pub u16);
    +pub struct Limit(pub u16);
    ```
    """
    wanted, mail = view.profile.policy.rust_list, view.patch.mail
    if not wanted or mail is None or mail.subject.lstrip().upper().startswith(("[GIT PULL", "[PULL")):
        return  # a pull request goes to who merges it
    sent_to = {address.email.lower() for address in (*mail.to, *mail.cc)}
    at = first_place(view.patch)
    if sent_to and wanted.lower() not in sent_to and at and at.diff.path.endswith(RUST):
        yield PatchHit(at, {"list": shown(wanted)})
