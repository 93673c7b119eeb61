"""Zips and folders from anywhere: what may be read is read, what may not is named, nothing is unpacked to disk."""

import os
import stat
import struct
import tracemalloc
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest

from pipelines.files import archive as limits
from pipelines.files import zip_member, zips
from pipelines.files.archive import Archive, open_file, open_folder
from pipelines.files.zips import open_zip
from warehouse.errors import UnreadableError

TEXT = b"some text that packs well " * 400


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "made.zip"
    assert {path.name for path in tmp_path.iterdir()} <= {"made.zip", "made"}, "nothing was unpacked"


def write(path: Path, members: dict[str, bytes], method: int = ZIP_DEFLATED) -> None:
    with ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def contents(archive: Archive) -> dict[str, bytes]:
    return {member.name: member.read().data for member in archive.members}


@pytest.mark.parametrize("method", [ZIP_DEFLATED, ZIP_STORED])
def test_a_healthy_zip(made: Path, method: int) -> None:
    members = {"a.csv": TEXT, "activities/1.fit": os.urandom(5000), "empty.gpx": b""}
    write(made, members, method)
    found = open_zip(made)
    assert contents(found) == members
    assert (found.skipped, found.problem) == ((), None)
    assert all(member.checksum() == zlib.crc32(members[member.name]) for member in found.members)


@pytest.mark.parametrize("name", ["../out.fit", "a/../../out.fit", "/etc/out.fit", "C:\\out.fit", "..\\out.fit"])
def test_names_that_point_outside_are_left_out_and_named(made: Path, name: str) -> None:
    write(made, {name: TEXT, "in.fit": TEXT})
    found = open_zip(made)
    assert [member.name for member in found.members] == ["in.fit"]
    assert "outside" in dict(found.skipped)[name.replace("\\", "/")]


def test_links_in_a_zip_are_left_out(made: Path) -> None:
    link = ZipInfo("activities/link.fit")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(made, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    found = open_zip(made)
    assert found.members == ()
    assert "link" in dict(found.skipped)["activities/link.fit"]


def test_a_member_that_says_less_than_it_holds_is_read_no_further(made: Path) -> None:
    write(made, {"bomb.gpx": TEXT})
    raw = bytearray(made.read_bytes())
    entry = raw.rfind(b"PK\x01\x02")
    struct.pack_into("<L", raw, entry + 24, 1000)
    made.write_bytes(raw)
    read = open_zip(made).members[0].read()
    assert read.data == TEXT[:1000]
    assert read.problem is not None
    assert "more data than it says" in read.problem


def test_a_member_that_grows_too_much_is_a_bomb_and_stops_early(made: Path) -> None:
    write(made, {"bomb.gpx": bytes(60_000_000)})
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableError, match="bomb"):
            open_zip(made).members[0].read()
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


def test_members_beyond_the_limit_are_refused_unread(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_member, "MEMBER_LIMIT", 1000)
    monkeypatch.setattr(limits, "MEMBER_LIMIT", 1000)
    write(made, {"big.gpx": TEXT, "small.gpx": TEXT[:500]})
    big, small = open_zip(made).members
    with pytest.raises(UnreadableError, match="larger"):
        big.read()
    assert small.read().data == TEXT[:500]
    loose = made.with_name("made")
    loose.write_bytes(TEXT)
    with pytest.raises(UnreadableError, match="larger"):
        open_file(loose).members[0].read()


def test_encrypted_and_oddly_packed_members_are_named(made: Path) -> None:
    with ZipFile(made, "w") as archive:
        archive.writestr("odd.fit", TEXT, ZIP_LZMA)
        archive.writestr("locked.fit", TEXT, ZIP_STORED)
        archive.writestr("open.fit", TEXT, ZIP_STORED)
    raw = bytearray(made.read_bytes())
    for mark, flags, name in ((b"PK\x01\x02", 8, 46), (b"PK\x03\x04", 6, 30)):
        place = next(p for p in places(raw, mark) if raw[p + name :].startswith(b"locked.fit"))
        raw[place + flags] |= 1
    made.write_bytes(raw)
    found = open_zip(made)
    assert list(contents(found)) == ["open.fit"]
    assert "password" in dict(found.skipped)["locked.fit"]
    assert "unusual" in dict(found.skipped)["odd.fit"]


def places(raw: bytes | bytearray, mark: bytes) -> Iterator[int]:
    place = raw.find(mark)
    while place >= 0:
        yield place
        place = raw.find(mark, place + 1)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_a_name_that_comes_twice_the_last_is_read(made: Path) -> None:
    with ZipFile(made, "w") as archive:
        archive.writestr("1.fit", b"first")
        archive.writestr("1.fit", b"second")
    found = open_zip(made)
    assert contents(found) == {"1.fit": b"second"}
    assert "2 times" in dict(found.skipped)["1.fit"]


def test_a_zip_cut_off_gives_what_is_still_in_it(made: Path) -> None:
    members = {f"activities/{n}.fit": os.urandom(4000) for n in range(5)}
    write(made, {"activities.csv": TEXT, **members})
    made.write_bytes(made.read_bytes()[:-6000])
    found = open_zip(made)
    assert found.problem is not None
    assert "5 files" in found.problem
    whole = {member.name: content for member in found.members if (content := member.read()).problem is None}
    assert list(whole) == ["activities.csv", *list(members)[:3]]
    assert whole["activities.csv"].data == TEXT
    cut = found.members[-1].read()
    assert cut.problem is not None
    assert members["activities/3.fit"].startswith(cut.data)


def test_a_zip_written_to_a_pipe_and_cut_off(made: Path) -> None:
    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

    pipe = Pipe()
    write(pipe, {"a.csv": TEXT, "b.csv": TEXT[:99]})  # type: ignore[arg-type]  # sizes are written after the data then
    raw = pipe.getvalue()
    made.write_bytes(raw[: raw.find(b"PK\x01\x02")])
    assert contents(open_zip(made)) == {"a.csv": TEXT, "b.csv": TEXT[:99]}


def test_damage_within_a_member_is_that_members_own(made: Path) -> None:
    write(made, {"a.fit": TEXT, "b.fit": TEXT}, ZIP_STORED)
    raw = bytearray(made.read_bytes())
    raw[raw.find(TEXT) + 50] ^= 0xFF
    made.write_bytes(raw)
    a, b = open_zip(made).members
    problem = a.read().problem
    assert problem is not None
    assert "checksum" in problem
    assert b.read().problem is None


def test_damaged_packing_keeps_what_came_before(made: Path) -> None:
    content = b"".join(f"{n} ".encode() for n in range(400_000))
    write(made, {"a.gpx": content})
    raw = bytearray(made.read_bytes())
    raw[600_000:600_400] = os.urandom(400)
    made.write_bytes(raw)
    read = open_zip(made).members[0].read()
    assert read.problem is not None
    assert content.startswith(read.data[:100_000])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(10), b"not a zip at all" * 10, b"PK\x03\x04" * 100])
def test_what_is_no_zip_is_refused_in_plain_words(made: Path, content: bytes) -> None:
    made.write_bytes(content)
    with pytest.raises(UnreadableError, match="not a zip"):
        open_zip(made)


def test_a_table_of_contents_of_millions_is_refused(made: Path) -> None:
    write(made, {"a.fit": b"x"})
    raw = bytearray(made.read_bytes())
    struct.pack_into("<L", raw, raw.rfind(b"PK\x05\x06") + 12, 500 << 20)
    made.write_bytes(raw)
    with pytest.raises(UnreadableError, match="lists more files"):
        open_zip(made)


def test_files_that_overlap_are_a_bomb(made: Path) -> None:
    write(made, {"a.fit": os.urandom(50_000), "b.fit": b"x"}, ZIP_STORED)
    raw = bytearray(made.read_bytes())
    second = raw.rfind(b"PK\x01\x02")
    raw[second + 20 : second + 28] = struct.pack("<LL", 50_000, 50_000)
    struct.pack_into("<L", raw, second + 42, 0)
    made.write_bytes(raw)
    with pytest.raises(UnreadableError, match="overlap"):
        open_zip(made)


def test_a_zip_of_too_much_in_all_is_refused(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "TOTAL_LIMIT", 15_000)
    write(made, {"a.fit": TEXT, "b.fit": TEXT})
    with pytest.raises(UnreadableError, match="unpacks to more"):
        open_zip(made)


def test_names_in_utf8_that_do_not_say_so(made: Path) -> None:
    write(made, {"aktivitäten.csv": TEXT})
    raw = bytearray(made.read_bytes())
    for mark, flags in ((b"PK\x01\x02", 9), (b"PK\x03\x04", 7)):
        raw[raw.find(mark) + flags] &= ~0x08
    made.write_bytes(raw)
    assert list(contents(open_zip(made))) == ["aktivitäten.csv"]


def test_a_folder_leaves_out_links_and_hidden_files(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name in ("b.fit", "deep/er/a.fit", ".hidden.fit", ".git/c.fit"):
        (folder / name).write_bytes(TEXT)
    (folder / "link.fit").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(folder)
    found = open_folder(folder)
    assert contents(found) == {"b.fit": TEXT, "deep/er/a.fit": TEXT}
    assert sorted(name for name, _ in found.skipped) == ["link.fit", "loop"]
    assert {member.checksum() for member in found.members} == {zlib.crc32(TEXT)}


def test_a_file_that_vanished_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "1.fit"
    path.write_bytes(TEXT)
    (member,) = open_file(path).members
    path.unlink()
    with pytest.raises(UnreadableError, match="cannot be opened"):
        member.read()
    assert member.checksum() == 0
