"""Files damaged in every way: refused in one line or read, in bounds of time and memory."""

import gzip
import io
import struct

import numpy as np
import pytest
from measured import in_child, no_hang

from playground.tables.importing import look, read
from playground.tables.reading import delimited
from playground.tables.trouble import TableError

MEGABYTES = 1000
CANARY = []


class Evil:
    def __reduce__(self):
        return CANARY.append, (1,)


def _npz(**arrays):
    raw = io.BytesIO()
    np.savez_compressed(raw, **arrays)
    return raw.getvalue()


def _npy(array):
    raw = io.BytesIO()
    np.save(raw, array)
    return raw.getvalue()


def _seeds():
    random = np.random.default_rng(0)
    x, y = random.normal(size=(20, 4)), random.integers(0, 3, 20)
    rows = "\n".join(f"{a:.3f},{b:.2f},{'red' if c else 'blue'},{c}" for a, b, c in
                     zip(x[:, 0], x[:, 1], y, strict=True))  # fmt: skip
    text = f"a,b,colour,label\n{rows}\n"
    bank = "".join(
        f'{d + 1:02d}.03.2024;"-{d}.{d:03d},50";{7 * d % 100} %;€ {d},5;{"ab"[d % 2]}\n'
        for d in range(20)
    )
    images = random.integers(0, 255, (9, 3, 3), dtype=np.uint8)
    idx = b"\0\0\x08\x03" + struct.pack(">3I", *images.shape) + images.tobytes()
    return [
        ("a.csv", text.encode()),
        ("b.csv", text.replace(",", ";").replace(".", ",").encode("cp1252")),
        ("c.txt", text.replace(",", "\t").encode("utf-16")),
        ("d.csv", ('x,"note, long",y\n' + '1,"two\nlines ""q""",3\n' * 9).encode()),
        ("bank.csv", f"sep=;\nReport;;\n\nday;amount;share;price;kind\n{bank}".encode()),
        ("log.txt", f"# x\nat,n\n{bank.replace(',', '.').replace(';', ',')}".encode()),
        ("e.npz", _npz(x=x, y=y)),
        ("f.npy", _npy(x)),
        ("g-idx3-ubyte", idx),
        ("h-idx3-ubyte.gz", gzip.compress(idx)),
        ("i.npz", _npz(x=np.array([[Evil(), 1]], dtype=object), y=y)),
    ]


SEEDS = _seeds()
TREATS = [
    b'"', b"\0", b"\n", b"\r\n", b",", b";", b"\xff\xfe", b"\xef\xbb\xbf", b"1e999", b"-", b"nan",
    b"9" * 400, b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"(999999999,)", b"'descr'",
    b"PK\x01\x02",
]  # fmt: skip


def mutated(data, random):
    """Change some bytes: flip, cut, double, insert what parsers trip over, overwrite."""
    data = bytearray(data)
    for _ in range(random.integers(1, 6)):
        size = max(len(data), 1)
        at, to = sorted(random.integers(0, size, 2))
        what = random.integers(0, 6)
        if what == 0 and data:
            data[at] ^= 1 << random.integers(0, 8)
        elif what == 1:
            del data[at:to]
        elif what == 2:
            data[at:at] = data[at:to] * int(random.integers(1, 4))
        elif what == 3:
            data[at:at] = TREATS[random.integers(0, len(TREATS))]
        elif what == 4:
            treat = TREATS[random.integers(0, len(TREATS))]
            data[at : at + len(treat)] = treat
        else:
            data[at:at] = random.bytes(random.integers(1, 20))
    return bytes(data[: 2**20])


def attempt(path):
    """Look and read; returns what was told in words, or nothing where it could be read."""
    told = ""
    try:
        with no_hang():
            seen = look(path)
            found = read(path, seen.choices)
        assert not np.isinf(found.table.values).any()
        found.roles()
    except TableError as error:
        told = str(error)
    assert "\n" not in told
    return told


def refusals(count, first, folder):
    """Read so many files; returns how many were refused, and what was run meanwhile."""
    small, refused = delimited.SMALL, 0
    for number in range(first, first + count):
        random = np.random.default_rng(number)
        name, seed = SEEDS[number % len(SEEDS)]
        path = folder / name
        path.write_bytes(mutated(seed, random))
        delimited.SMALL = small if number % 2 else -1
        try:
            refused += bool(attempt(path))
        except BaseException as error:
            (folder / "last").write_bytes(path.read_bytes())
            message = f"case {number} of {name}: {path.read_bytes()[:2000]!r}"
            raise AssertionError(message) from error
    return refused, CANARY


@pytest.mark.parametrize(
    ("count", "first"), [(2000, 0), pytest.param(10_000, 2000, marks=pytest.mark.long)]
)
def test_damaged_files_are_refused_in_words(tmp_path, count, first):
    (refused, canary), grown = in_child(refusals, count, first, tmp_path)
    print(f"{refused} of {count} refused, {grown:.0f} MB")
    assert grown < MEGABYTES
    assert 0.1 * count < refused < 0.9 * count, "most are refused or most are read: no test"
    assert canary == []
    assert {path.name for path in tmp_path.iterdir()} <= {name for name, _ in SEEDS}
