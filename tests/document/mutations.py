"""Project files as a stranger may hand them over: bytes, trees and zips, each changed at random."""

import contextlib
import copy
import io
import json
import zipfile

ODD = (
    None, True, False, 0, -1, 1, 2, 0.5, -0.0, 1e308, -1e308, 1e-320, 2**31, 2**63, 2**64, -(2**63),
    10**9, 10**12, 10**30, "", "x", "dense", "fit", "circle", "\u0000", "\U0001f9e0", "x" * 5000,
    "../../evil", "/etc/passwd", "__class__", "nan", "1e999", [], {}, [[]], [{}], [None] * 50,
    {"kind": "normal"}, {"kind": ["x"]}, {"$array": 0}, {"": None}, [1e308] * 3, [0, 0],
    [-1, 10**9],
)  # fmt: skip
NAMES = (
    "../evil", "/evil", "C:\\evil", "state/../../evil.npy", "state/0.npy", "project.json",
    "state.json", "", "x" * 300,
)  # fmt: skip
DEEP = "what is nested deeply"
SNIPPETS = (
    b"{", b"}", b"[", b"]", b'"', b",", b":", b"null", b"NaN", b"-", b"1e999", b"\\u0000",
    b"\\ud800", b"\xff\xfe", b"\x00", b"[" * 2000, b'{"a":' * 2000, b"9" * 400, b"\xef\xbb\xbf",
)  # fmt: skip


def mutated_bytes(random, data):
    """Change some bytes: flipped, cut, put in, doubled, moved."""
    out = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 3, 10))):
        a, b = sorted(random.randrange(len(out) + 1) for _ in range(2))
        b = min(b, a + random.choice((1, 4, 30, 1000)))
        how = random.randrange(6)
        if how == 0 and a < len(out):
            out[a] ^= 1 << random.randrange(8)
        elif how == 1:
            del out[a:b]
        elif how == 2:
            out[a:a] = random.choice(SNIPPETS)
        elif how == 3:
            out[a:a] = out[a:b]
        elif how == 4:
            out[a:b] = bytes(random.randrange(256) for _ in range(b - a))
        elif random.random() < 0.3:
            del out[a:]
    return bytes(out)


def places(tree, found=None):
    """Return every place in a tree: its container and the key or index in it."""
    found = [] if found is None else found
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, inner in items:
        found.append((tree, key))
        if isinstance(inner, dict | list):
            places(inner, found)
    return found


def within(tree, name):
    """Return the places inside whatever stands under a name in a tree."""
    held = [holder[key] for holder, key in places(tree) if key == name]
    return [place for inner in held if isinstance(inner, dict | list) for place in places(inner)]


def mutated_tree(random, tree, other):
    """Change some values of a tree: replaced, dropped, renamed, doubled, or taken from another."""
    tree = copy.deepcopy(tree)
    # What is strict is refused soon; settings and wires are what gets to be judged.
    inside = random.choice((None, "settings", "settings", "wires"))
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        known = places(tree) if inside is None else within(tree, inside)
        if not known:
            break
        holder, key = random.choice(known)
        how = random.randrange(8)
        if how < 3:
            holder[key] = copy.deepcopy(random.choice(ODD))
        elif how == 3:
            del holder[key]
        elif how == 4:
            holder[key] = copy.deepcopy(_value(random, places(other)))
        elif how == 5:
            holder[key] = copy.deepcopy(_value(random, known))
        elif how == 6 and isinstance(holder, dict):
            holder[random.choice(("", "x", "kind", "id", "format", "settings", "rate", "units",
                                  "size"))] = holder.pop(key)  # fmt: skip
        elif isinstance(holder, list):
            holder.extend(copy.deepcopy(holder[:20]))
        else:
            holder[key] = DEEP
    return tree


def _value(random, known):
    holder, key = random.choice(known)
    return holder[key]


def as_text(random, tree):
    """Write a tree as JSON, with or without what JSON lacks."""
    text = json.dumps(tree, ensure_ascii=random.random() < 0.5)
    depth = random.choice((3, 100, 500, 900, 5000))
    left, right = random.choice((("[", "]"), ('{"kind":', "}")))
    nested = left * depth + "0" + right * depth
    return text.replace(f'"{DEEP}"', nested).encode("utf-8", "surrogatepass")


def mutated_text(random, texts):
    """Change one of some projects, as bytes or as a tree."""
    data = random.choice(texts)
    if random.random() < 0.4:
        return mutated_bytes(random, data)
    return as_text(random, mutated_tree(random, json.loads(data), json.loads(random.choice(texts))))


def mutated_zip(random, zips):
    """Change a zip: its bytes, or what its members hold and are called, with sums that agree."""
    data = random.choice(zips)
    if random.random() < 0.3:
        return mutated_bytes(random, data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    for _ in range(random.choice((1, 1, 2, 4))):
        place = random.randrange(len(members))
        name, held = members[place]
        how = random.randrange(7)
        if how < 3:
            held = _mutated_member(random, name, held)
        elif how == 3:
            name = random.choice(NAMES)
        elif how == 4:
            if len(members) > 1:
                del members[place]
            continue
        elif how == 5:
            held = bytes(random.choice((0, 10, 10**6, 2**24 + 1)))
        else:
            members.append((name, held))
            continue
        members[place] = name, held
    return zipped(members, random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


def _mutated_member(random, name, held):
    if name.endswith(".json") and random.random() < 0.8:
        with contextlib.suppress(ValueError, RecursionError):
            return as_text(random, mutated_tree(random, json.loads(held), {"a": [0]}))
    if name.endswith(".npy") and held and random.random() < 0.5:
        head = bytearray(held[:128])
        for _ in range(random.choice((1, 3))):
            head[random.randrange(len(head))] = random.choice(b"0123456789(,)'|<>fiObUV \n\xff")
        return bytes(head) + held[128:]
    return mutated_bytes(random, held)


def zipped(members, how=zipfile.ZIP_DEFLATED):
    """Return a zip of members; names may be in it twice."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", how) as archive:
        for name, held in members:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), held, how)
    return raw.getvalue()
