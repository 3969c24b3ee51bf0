"""Executable model of "one job, from wish to proof": relist and send_message, checked exhaustively.

What it is: a small explicit-state model checker. A state is Vinted's truth (old listing, new listing or number
of our messages in the thread), the requests under way, the server's row for the job, and two devices A and B
of one closet. `successors` lists all that can happen next; every reachable state is visited, breadth first,
so a printed trace is a shortest one. Python 3.11, nothing else.

    python3 protocol_model.py --faults 2                         every rule in force (3 faults: a minute, 0.6 GB)
    python3 protocol_model.py --faults 1 --without late_look     leave a rule out, see the trace it prevents
    python3 protocol_model.py --faults 2 --each                  leave out each rule in turn
    ... --verb relist | message; --only "worker is killed"       one verb; only faults so labelled

How to read it: RULES are the sentences of the protocol that proved needed, by name. EFFECTS is Vinted.
`network`, `environment` and `faults` are what the world may do. `device` is a device's program: `pc` is the
worker's memory; step, status, undo, mine, result are its journal. Time is abstract: a request is `fly` within its
deadline, `orphan` when the tab that waited for it is gone, `late` after the deadline; a lease is `live`, `ended`,
or `open` (60 s after its end). A fault costs one of --faults; healing and the person's acts are free.

Promises: at most one live listing; a message at most once; `done` only if Vinted agrees; no forward step without
a go of the current epoch; no two devices with one epoch; where nothing but faults can happen, the job has ended
and exactly one listing is live; from every state such an end can be reached without further faults.

Bounds: one item, one thread, two devices, one later (fault-free) relist or message, one restore, to before the
lease. A late request arrives or dies before the late look. Reads are truthful, except another member's.
The journal keeps what it has confirmed, and the snapshot for a restore outlives the database's backup.
"""

# ruff: noqa: RUF005, RUF021
import argparse
import sys
import time
from collections import deque
from typing import NamedTuple

RULES = {
    "wait_deadline": "a proof waits for the receipt or the deadline, also after a kill (under late_look: spares needless undos)",
    "late_look": "a job with an unanswered write does not end, nor name a leftover, before a look 10 min after its deadline",
    "go_renews": "a go is given only inside a lease and renews it",
    "executor_clock": "the executor itself refuses a go older than 20 s",
    "undo_sticky": "after the first undo step nothing forward is sent in this job",
    "undo_window": "the undo without a go is sent only before another device could hold the lease",
    "prove_gone": "a draft is gone when a search by photo ids, in every state, after the DELETE finds nothing",
    "proof_identity": "a proof reads the identity too; another member's answers prove nothing",
    "stuck_person": "a listing processing after the last look: needs_person (wait, or delete it, then show)",
    "unique_epoch": "an epoch is never used twice: generation of the database + counter + device",
    "restore_proof": "a restored job is only settled or answered, after all journals and the late look; never run anew",
    "stored_result": "a device whose journal knows the end answers with it, also when it would settle",
    "leftover_look": "the daily try reads the new listing first; if that is gone, the leftover is shown, not deleted",
    "proof_photos": "a new listing counts only with all photos that were sent; another is deleted and the old one shown",
    "hidden_never_ends": "a relist whose old listing is hidden and new one not proved live ends needs_person",
    "restore_look": "a snapshot is restored only when a look after the end found old and new gone; its device looks once more",
}
ON = set(RULES)  # the rules in force; the command line takes some away
FORWARD = {"relist": ("draft", "hide", "publish", "delete"), "message": ("msg",)}
ENDED = ("done", "leftover", "failed")


class Device(NamedTuple):
    life: str = "run"  # run | frozen | dead
    pc: tuple = ("idle",)  # worker's memory
    epoch: str = ""  # epoch of its lease
    step: str = ""  # journal: current step ("" = knows nothing of the job)
    status: str = "todo"  # journal: todo | sent
    undo: bool = False  # journal: an undo step was begun
    mine: bool = False  # journal: it got the go for hide itself, under this lease
    result: str = ""  # journal: the job's end, if it knows it
    receipt: str = ""  # content script: "" | ok | no
    other: bool = False  # another member is signed in in its tab


class State(NamedTuple):
    old: str = "live"  # live | hidden | deleted
    new: str = "none"  # none | draft | processing | live | short (live, a photo missing) | gone   (message: "0" "1" "2")
    again: str = "no"  # a later relist of the same item: no | begun | live
    stuck: bool = False
    net: tuple = ()  # (step, device, fly | orphan | late)
    cut: str = ""  # who cannot reach the server: "" | A | B | AB (server down)
    job: str = "queued"  # queued | running | needs_person | unknown | done | leftover | failed
    holder: str = "B"  # B held the closet before, under epoch 5
    epoch: str = "5"
    lease: str = "live"  # live | ended | open
    gone_out: str = ""  # last step that got a go ("" = none)
    restored: str = ""  # "" | r + the devices whose journal the restored server has received
    A: Device = Device()
    B: Device = Device()
    left: int = 0  # faults left


def put(s, name, **kw):
    return s._replace(**{name: getattr(s, name)._replace(**kw)})


def live(s):
    return (s.old == "live") + (s.new in ("live", "short")) + (s.again == "live")


# ---------------------------------------------------------------- Vinted
EFFECTS = {  # step: the field it changes, from which values, to which
    "draft": ("new", ("none",), "draft"),
    "hide": ("old", ("live", "hidden"), "hidden"),
    "show": ("old", ("live", "hidden"), "live"),
    "publish": ("new", ("draft",), "processing"),
    "delete": ("old", ("live", "hidden", "deleted"), "deleted"),
    "delete_draft": ("new", ("draft",), "gone"),
    "delete_new": ("new", ("processing", "live", "short"), "gone"),
    "msg": ("new", ("0",), "1"),
}


def effect(s, step):
    """What Vinted does with a request, and whether it answers yes."""
    if step == "msg" and s.new != "0":
        return s._replace(new="2"), True
    field, before, after = EFFECTS[step]
    if getattr(s, field) not in before:
        return s, False
    return s._replace(**{field: after}, stuck=s.stuck and step != "delete_new"), True


def seen(s, d):
    """The old and the new listing as this device's reads show them."""
    if d.other and "proof_identity" not in ON:  # another member sees neither drafts nor hidden listings
        return (
            "deleted" if s.old == "hidden" else s.old,
            "gone" if s.new in ("draft", "processing") else "0" if s.new in "012" else s.new,
        )
    return s.old, "live" if s.new == "short" and "proof_photos" not in ON else s.new


# ---------------------------------------------------------------- the world
def add(s, step, name, how):
    return s._replace(net=tuple(sorted(s.net + ((step, name, how),))))


def own(s, name):
    return any(r[1] == name and r[2] != "late" for r in s.net)


def network(s):
    for r in sorted(set(s.net)):
        step, name, how = r
        k = s.net.index(r)
        rest = s._replace(net=s.net[:k] + s.net[k + 1 :])
        t, yes = effect(rest, step)
        heard = how == "fly"
        yield (
            f"{name}'s {step} reaches Vinted{' LATE' if how == 'late' else ''}: {'done' if yes else 'refused'}",
            put(t, name, receipt="ok" if yes else "no") if heard else t,
            0,
        )
        if how != "fly":
            yield f"{name}'s {step} is lost for good", rest, 0
        if how != "late":
            yield f"FAULT {name}'s {step} is delayed past its deadline", add(rest, step, name, "late"), 1
        if heard:
            if yes:
                yield f"FAULT {name}'s {step} takes effect, the answer is lost", t, 1
            yield f"FAULT {name}'s {step} is lost on the way", rest, 1
            yield f"FAULT {name}'s {step} is refused by Vinted", put(rest, name, receipt="no"), 1


def environment(s, verb):
    if s.new == "processing" and not s.stuck:
        yield "the new listing goes live", s._replace(new="live"), 0
        yield "FAULT the new listing hangs in processing", s._replace(stuck=True), 1
        yield "FAULT the new listing goes live without a photo", s._replace(new="short"), 1
    if verb == "relist" and s.new in ("processing", "live", "short") and s.job not in ENDED:
        yield "FAULT Vinted removes the new listing", s._replace(new="gone", stuck=False), 1
    if s.cut:
        yield f"{s.cut} reaches the server again", s._replace(cut=""), 0
    elif s.job not in ENDED:
        yield "FAULT device A cannot reach the server", s._replace(cut="A"), 1
        yield "FAULT the server is down", s._replace(cut="AB"), 1
    # the lease: ended when not renewed; open 60 s later, when a go's 20 s and a request's 30 s are over
    if s.job == "running" and s.cut != "AB":
        d = getattr(s, s.holder)
        silent = d.life != "run" or s.holder in s.cut
        if s.lease == "live" and silent:
            yield f"{s.holder}'s lease ends", s._replace(lease="ended"), 0
        if s.lease == "ended" and silent and not own(s, s.holder):
            t = s._replace(lease="open")
            if d.pc[0] == "go" and "executor_clock" in ON:
                t = put(t, s.holder, pc=("ask", d.pc[1]))
            yield f"60 s later {s.holder}'s lease is open to others", t, 0
    if not s.restored and s.job not in ("queued",):
        t, n = (outdated(s), "r") if "unique_epoch" in ON else (s, "6")
        yield (
            "FAULT the server's database is restored to before the lease",
            t._replace(job="needs_person", holder="B", lease="live", gone_out="", restored="r", epoch=n),
            1,
        )
    # the person
    if s.job == "unknown" and verb == "message" and not ("late_look" in ON and s.net):
        if s.new != "0":
            yield "the person has Vinted asked again: it was sent", s._replace(job="done"), 0
        if s.new == "0" or "late_look" not in ON:  # with the rule, the late look has shown it is not there
            yield "the person says: it was not sent", s._replace(job="failed"), 0
    if s.job == "unknown" and verb == "relist":
        yield "the person says: it was not", s._replace(job="failed"), 0
    if s.job == "failed" and s.again == "no":
        if verb == "message":
            yield "the person writes the same message again", s._replace(new=str(min(2, int(s.new) + 1)), again="live"), 0
        elif s.old == "live":
            yield "a later relist hides the old listing", s._replace(old="hidden", again="begun"), 0
    if verb == "relist" and s.again == "begun":
        yield "the later relist's new listing is live", s._replace(again="live"), 0
    if verb == "relist" and s.again == "live" and s.old == "hidden":
        yield "the later relist deletes the old listing", s._replace(old="deleted"), 0
    if s.job == "leftover" and s.old == "hidden" and s.again == "no":
        if s.new == "live":
            yield "the daily try deletes the leftover", s._replace(old="deleted", job="done"), 0
        elif "leftover_look" in ON:
            yield "the daily look finds the new listing gone, the leftover is shown", s._replace(old="live", job="failed"), 0
    nothing_left = s.new == "gone" and s.old == "deleted" or "restore_look" not in ON
    if verb == "relist" and nothing_left and s.again == "no" and s.job in ENDED + ("needs_person",):
        yield "the person restores the listing from the snapshot", s._replace(again="live", job="failed"), 0


def faults(s, name):
    d = getattr(s, name)
    orphaned = s._replace(net=tuple(sorted((a, b, "orphan") if (b, c) == (name, "fly") else (a, b, c) for a, b, c in s.net)))
    if d.life == "run":
        if d.pc[0] != "idle":
            yield f"FAULT {name}'s worker is killed, and starts again", put(s, name, pc=("recover",)), 1
            yield f"FAULT {name} freezes", put(s, name, life="frozen"), 1
            yield f"FAULT {name}'s browser is killed", put(orphaned, name, life="dead", pc=("recover",)), 1
            if not d.other:
                yield f"FAULT another member signs in in {name}'s tab", put(s, name, other=True), 1
        if d.pc[0] == "wait" and own(s, name):
            yield f"FAULT {name}'s tab is closed", put(orphaned, name, pc=("proof", d.pc[1])), 1
    elif d.life == "frozen":
        yield f"{name} thaws", put(s, name, life="run"), 0
    else:
        yield f"{name}'s browser is opened again", put(s, name, life="run"), 0
    if d.other:
        yield f"the right member signs in again in {name}'s tab", put(s, name, other=False), 0


# ---------------------------------------------------------------- a device
def outdated(s):
    """Epochs are only compared: it is enough to know 'current' from 'old'."""
    for name in "AB":
        if getattr(s, name).epoch:
            s = put(s, name, epoch=("last " if allowed(s, name) else "old ") + name)
    return s


def lease(s, name, pc, **kw):
    if "unique_epoch" in ON:
        n, s = name, outdated(s)
    else:
        n = str(int(s.epoch) + (s.holder != name))
    s = s._replace(job="running", holder=name, lease="live", epoch=n)
    return put(s, name, epoch=n, pc=pc, receipt="", mine=False, **kw)


def allowed(s, name):
    """The server's answer to: may this device act on the job?"""
    d = getattr(s, name)
    return s.job == "running" and s.epoch == d.epoch and ("unique_epoch" not in ON or s.holder == name)


def finish(s, name, result):
    """Report the end. From an old epoch it is a fact, never more."""
    d = getattr(s, name)
    if allowed(s, name):
        s = s._replace(job=result)
    elif s.job == "unknown" and result == "done":
        s = s._replace(job="done")
    end = result if result in ENDED else d.result
    return put(s, name, pc=("idle",), result=end, epoch="")


def device(s, name, verb):
    d = getattr(s, name)
    pc, reach, steps = d.pc[0], name not in s.cut, FORWARD[verb]
    arg = d.pc[1] if len(d.pc) > 1 else ""
    old, new = seen(s, d)
    blind = "proof_identity" in ON and d.other  # its reads prove nothing until the person is back
    early = "wait_deadline" in ON and own(s, name)  # the request may still take effect in time
    unsure = "late_look" in ON and bool(s.net)  # the late look is not over

    # a restored server hears the journals
    if reach and s.restored and name not in s.restored and d.step:
        t = s._replace(restored="".join(sorted(s.restored + name, reverse=True)), gone_out=d.step)
        hasty = d.result and "restore_proof" not in ON
        yield f"{name} sends its journal to the restored server", t._replace(job=d.result) if hasty else t, 0

    if pc == "idle" and reach:
        if s.job == "queued" and name == "A":
            yield "A leases the job", lease(s, name, ("ask", steps[0]), step=steps[0], status="todo"), 0
        if s.job == "running" and s.lease == "open" and s.holder != name:
            if d.result and "stored_result" in ON:
                yield f"{name} takes the lease over and answers with the result in its journal", s._replace(job=d.result), 0
            elif s.gone_out:
                yield f"{name} takes the lease over and settles", lease(s, name, ("settle",), step=s.gone_out, undo=True), 0
            else:
                yield f"{name} takes the lease over, no go was given", lease(s, name, ("ask", steps[0]), step=steps[0]), 0
        missing = s.restored and any(getattr(s, n).step and n not in s.restored for n in "AB")
        if s.job == "needs_person" and d.result:
            if "restore_proof" not in ON or not (missing or s.restored and s.net):
                yield f"{name} answers with the result in its journal", s._replace(job=d.result), 0
        elif s.job == "needs_person":
            fresh = s.A.pc[0] == "go" or s.B.pc[0] == "go" or any(r[2] != "late" for r in s.net)
            if "restore_proof" in ON:
                known = s.restored and (s.A.result or s.B.result)  # then that journal's answer ends it
                if not missing and not known and not (s.restored and fresh):
                    yield f"the person has {name} settle it", lease(s, name, ("settle",), step=d.step or s.gone_out, undo=True), 0
            elif verb == "message" and s.restored:
                yield (
                    f"the person presses Send again, {name} leases it",
                    lease(s, name, ("ask", "msg"), step="msg", status="todo"),
                    0,
                )
            elif s.restored == "r" and old == "hidden":  # draft id and photo ids were lost with the database
                yield f"the person has {name} show the old listing", lease(s, name, ("undo", "show"), step="hide", undo=True), 0
            else:
                yield f"the person has {name} settle it", lease(s, name, ("settle",), step=d.step or "draft", undo=True), 0
    elif pc == "recover":
        if d.result or not d.step:
            to = ("idle",)
        elif d.undo and "undo_sticky" in ON:
            to = ("settle",)
        else:
            to = ("ask" if d.status == "todo" else "wait" if d.receipt else "proof", d.step)
        yield f"{name} reads its journal: {' '.join(to)}", put(s, name, pc=to), 0
    elif pc == "ask" and reach:
        if allowed(s, name):
            t = s._replace(gone_out=arg, lease="live" if "go_renews" in ON else s.lease)
            yield (
                f"{name} gets the go for {arg}",
                put(t, name, pc=("go", arg), step=arg, status="sent", receipt="", mine=d.mine or arg == "hide"),
                0,
            )
            yield f"FAULT the go for {arg} is lost on its way to {name}", t, 1
        else:
            yield f"{name} is refused the go for {arg}", put(s, name, pc=("idle",)), 0
    elif pc == "go":
        if d.other:
            yield f"{name} finds another member and stops", put(s, name, pc=("ask", arg), status="todo"), 0
        else:
            yield f"{name} sends {arg}", add(put(s, name, pc=("wait", arg)), arg, name, "fly"), 0
    elif pc == "wait":
        if d.receipt:
            t = put(s, name, receipt="")
            if arg == "show" and d.receipt == "no" and s.old != "deleted":
                if reach:
                    yield f"{name} reports that show was refused", put(finish(t, name, "needs_person"), name, pc=("idle",)), 0
            elif arg in ("show", "delete_draft", "delete_new"):
                trusting = arg == "delete_draft" and "prove_gone" not in ON
                yield f"{name} has the answer to {arg}", put(t, name, pc=("settle_old" if trusting else "settle",)), 0
            elif d.receipt == "no":
                to = ("end", "failed") if arg == "msg" else ("end", "leftover") if arg == "delete" else ("settle",)
                yield f"{name} learns that {arg} was refused", put(t, name, pc=to), 0
            else:
                yield f"{name} has the answer to {arg}", put(t, name, pc=("end", "done") if arg == "msg" else ("proof", arg)), 0
        elif not own(s, name):
            yield f"{name}'s {arg} has had no answer", put(s, name, pc=("proof", arg)), 0
    elif pc == "proof" and not blind and not early:
        to = {
            ("msg", "1"): ("end", "done"),
            ("msg", "0"): ("end", "unknown"),
            ("draft", "draft"): ("ask", "hide"),
            ("publish", "live"): ("ask", "delete"),
            ("publish", "processing"): ("park",),
            ("hide", "hidden"): ("ask", "publish"),
            ("delete", "deleted"): ("end", "done"),
            ("delete", "hidden"): ("end", "leftover"),
            ("delete", "live"): ("end", "leftover"),
        }.get((arg, old if arg in ("hide", "delete") else new), ("settle",))
        if to == ("end", "leftover") and unsure:  # the deletion may still arrive
            to = ("settle",)
        if arg == "publish" and to == ("settle",) and "hidden_never_ends" not in ON:
            yield f"{name} cannot prove publish: unknown", put(s, name, pc=("end", "unknown")), 0
        t = put(s, name, pc=to)
        if to[0] == "ask":
            t = put(t, name, step=to[1], status="todo")
        if to == ("settle",):
            t = put(t, name, undo=True)
        yield f"{name} proves {arg}: old {old}, new {new}", t, 0
    elif pc == "park" and not blind:
        if new == "live":
            t = (
                put(s, name, pc=("end", "leftover"))
                if d.undo
                else put(s, name, pc=("ask", "delete"), step="delete", status="todo")
            )
            yield f"{name} sees the new listing live", t, 0
        elif new != "processing":
            yield f"{name} sees the new listing gone", put(s, name, pc=("settle",), undo=True), 0
        elif s.stuck and "stuck_person" in ON and reach:
            yield (
                f"{name} reports: still processing after the last look",
                put(finish(s, name, "needs_person"), name, pc=("idle",)),
                0,
            )
    elif pc == "settle" and not blind and not early and (new != "live" or old == "deleted" or not unsure):
        # first the new listing, then the old one
        by_person = s.stuck and "stuck_person" in ON
        to = {
            "0": ("end", "unknown"),
            "1": ("end", "done"),
            "draft": ("undo", "delete_draft"),
            "processing": ("undo", "delete_new") if by_person else ("park",),
            "short": ("undo", "delete_new"),
            "live": ("end", "done" if old == "deleted" else "leftover"),
        }.get(new, ("settle_old",))
        yield f"{name} settles: new is {new}", put(s, name, pc=to), 0
    elif pc == "settle_old" and not blind and (old == "hidden" or not unsure):
        to = {"hidden": ("undo", "show"), "live": ("end", "failed"), "deleted": ("end", "needs_person")}[old]
        yield f"{name} settles: old is {old}", put(s, name, pc=to), 0
    elif pc == "undo" and reach:
        if not allowed(s, name):
            yield f"{name} is refused the go for {arg}", put(s, name, pc=("idle",)), 0
        elif d.other:
            yield f"{name} finds another member and stops", put(s, name, pc=("settle",)) if not blind else s, 0
        else:
            t = s._replace(lease="live" if "go_renews" in ON else s.lease)
            yield f"{name} sends {arg}", add(put(t, name, pc=("wait", arg), undo=True, receipt=""), arg, name, "fly"), 0
    elif pc == "end" and reach:
        yield f"{name} reports {arg}", finish(s, name, arg), 0

    # the undo that the go for hide carries: server away 2 min, no publish sent
    if (
        verb == "relist"
        and not reach
        and not d.other
        and not d.result
        and d.epoch
        and d.mine
        and (d.step, d.status) in (("hide", "sent"), ("publish", "todo"))
        and pc in ("ask", "proof", "settle", "settle_old", "undo")
        and not own(s, name)
        and old == "hidden"
    ):
        unleased = s.epoch == "r" and d.epoch == "last " + name  # restored, and nobody leased since
        if "undo_window" not in ON or (allowed(s, name) and s.lease != "open") or unleased:
            yield (
                f"{name}, 2 min without the server, sends show",
                add(put(s, name, pc=("wait", "show"), undo=True, receipt=""), "show", name, "fly"),
                0,
            )


def successors(s, verb, only=""):
    moves = list(network(s)) + list(environment(s, verb))
    for name in "AB":
        moves += faults(s, name)
        if getattr(s, name).life == "run":
            moves += device(s, name, verb)
    for label, t, cost in moves:
        if cost <= s.left and t != s and not (cost and only not in label):
            yield label, t._replace(left=s.left - cost) if cost else t, cost


# ---------------------------------------------------------------- what must hold
def broken(s, label, t, verb):
    """A sentence if the step s -> t breaks a promise."""
    if verb == "message":
        if t.new == "2":
            return "the same message is in the thread twice"
        if t.job == "done" and t.new == "0":
            return "the server says done, Vinted has no such message"
    else:
        if live(t) > 1:
            return "two live listings"
        if t.job != s.job and t.job in ("done", "leftover"):
            if t.new not in ("live", "gone") or (t.job == "done" and t.old != "deleted"):
                return f"the server says {t.job}: old {t.old}, new {t.new}"
            # a restored server hears what was so then; the daily try finds out
            if t.job == "leftover" and not t.restored and (t.old == "deleted" or any(step == "delete" for step, _, _ in t.net)):
                return "the server says leftover, and the old listing is deleted or about to be"
    if t.A.epoch and t.A.epoch == t.B.epoch:
        return "two devices hold the same epoch"
    for name in "AB":
        d = getattr(t, name)
        if d.pc[0] == "wait" and getattr(s, name).pc[0] == "go" and not t.restored and d.epoch != t.epoch:
            return f"{name} sent {d.pc[1]} with a go of an old epoch"
    return ""


def check(verb, budget, only=""):
    start = State(left=budget, new="0" if verb == "message" else "none")
    ids, parent, free = {start: 0}, [(-1, "")], []
    queue, states = deque([start]), [start]

    def trace(i, *more):
        out = list(more)[::-1]
        while i > 0:
            out.append(parent[i][1])
            i = parent[i][0]
        return out[::-1]

    while queue:
        s = queue.popleft()
        i = ids[s]
        nexts = []
        for label, t, cost in successors(s, verb, only):
            why = broken(s, label, t, verb)
            if why:
                return len(ids), why, trace(i, label)
            j = ids.get(t)
            if j is None:
                j = ids[t] = len(states)
                states.append(t)
                parent.append((i, label))
                queue.append(t)
            if not cost:
                nexts.append(j)
        free.append(nexts)
        if not nexts and not (s.job in ENDED and (verb == "message" or live(s) == 1)):
            return len(ids), f"nothing can happen any more: job {s.job}, old {s.old}, new {s.new}", trace(i)
    back = [[] for _ in states]  # every state can reach an end without further faults
    for i, nexts in enumerate(free):
        for j in nexts:
            back[j].append(i)
    todo = [i for i, nexts in enumerate(free) if not nexts]
    ok = bytearray(len(states))
    while todo:
        i = todo.pop()
        if not ok[i]:
            ok[i] = 1
            todo += back[i]
    bad = ok.find(0)
    if bad >= 0:
        s = states[bad]
        return len(ids), f"no way back to a good end: job {s.job}, old {s.old}, new {s.new}", trace(bad)
    return len(ids), "", []


def main():
    p = argparse.ArgumentParser(description="model checker of the job protocol", epilog="rules: " + ", ".join(RULES))
    p.add_argument("--faults", type=int, default=2)
    p.add_argument("--verb", choices=tuple(FORWARD))
    p.add_argument("--without", nargs="*", default=[], choices=tuple(RULES), metavar="RULE")
    p.add_argument("--only", default="", help="only faults whose label contains these words")
    p.add_argument("--each", action="store_true", help="leave out each rule in turn")
    a = p.parse_args()
    runs = [("without " + " ".join(a.without) if a.without else "every rule", set(RULES) - set(a.without))]
    if a.each:
        runs = [(f"without {r}", set(RULES) - {r}) for r in RULES]
    failed = 0
    for title, rules in runs:
        ON.clear()
        ON.update(rules)
        for verb in [a.verb] if a.verb else FORWARD:
            t0 = time.time()
            n, why, steps = check(verb, a.faults, a.only)
            print(
                f"{title}, {verb}, {a.faults} faults: {n} states explored in {time.time() - t0:.0f} s:",
                "VIOLATION: " + why if why else "no violation",
                flush=True,
            )
            print("".join(f"  {k:2}. {line}\n" for k, line in enumerate(steps, 1)), end="")
            failed |= bool(why)
    return failed


if __name__ == "__main__":
    sys.exit(main())
