"""Films as files, read back by libraries of their own: every frame, every colour, every time."""

import subprocess
import sys
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from playground.core.disk import FileError
from playground.export import video
from playground.export.error import ExportError
from playground.export.palette import Palette
from playground.export.video import refusal, write_film


def frames(count, height=48, width=64, still=1):
    """Return frames with a plain ground, a soft field and a bright square that moves."""
    y, x = np.mgrid[:height, :width]
    for k in range(count):
        shown = np.zeros((height, width, 3), np.uint8)
        shown[..., 2] = 60 + 120 * x / width
        shown[..., 1] = 40 + 30 * y / height
        at = (k // still) % (width - 6)
        shown[8:14, at : at + 6] = (255, 200, 0)
        yield shown


def written(path, fps, made):
    write_film(path, fps, made)
    return path


def test_an_mp4_has_every_frame_at_its_time_and_even_sizes(tmp_path):
    path = written(tmp_path / "film.mp4", 30, frames(300, height=47, width=63))
    with av.open(str(path)) as container:
        (stream,) = container.streams
        assert stream.frames == 300
        assert (stream.width, stream.height) == (64, 48)
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert stream.average_rate == Fraction(30)
        assert float(stream.duration * stream.time_base) == pytest.approx(10.0, abs=0.01)
        times = [frame.pts * stream.time_base for frame in container.decode(stream)]
    assert times == [Fraction(k, 30) for k in range(300)]


def test_an_mp4_shows_the_colours_it_was_given(tmp_path):
    made = list(frames(12, still=4))
    path = written(tmp_path / "film.mp4", 10, made)
    with av.open(str(path)) as container:
        shown = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    for frame, wanted in zip(shown, made, strict=True):
        error = np.abs(frame.astype(int) - wanted)
        assert error.mean() < 4
        assert error[20:, :].max() < 12


@pytest.mark.parametrize("fps", [7, 24, 25, 30, 50])
def test_a_gif_is_as_long_as_its_frames_though_equal_ones_merge(tmp_path, fps):
    made = list(frames(90, still=3))
    path = written(tmp_path / "film.gif", fps, made)
    with Image.open(path) as film:
        assert film.n_frames == 30
        assert film.info["loop"] == 0
        lasts, at = [], 0
        for k in range(film.n_frames):
            film.seek(k)
            lasts.append(film.info["duration"])
            error = np.abs(np.array(film.convert("RGB")).astype(int) - made[3 * k])
            assert error.max() <= 16
            at += film.info["duration"]
    assert sum(lasts) == pytest.approx(90 * 1000 / fps, abs=5)
    assert max(lasts) - min(lasts) <= 10


def test_a_gif_of_300_frames_lasts_exactly_that_long(tmp_path):
    path = written(tmp_path / "film.gif", 30, frames(300, still=2))
    with Image.open(path) as film:
        total = 0
        for k in range(film.n_frames):
            film.seek(k)
            total += film.info["duration"]
    assert total == 10_000


def test_one_picture_can_stay_longer_than_a_gif_can_tell_at_once(tmp_path):
    path = written(tmp_path / "film.gif", 1, frames(700, 4, 8, still=700))
    with Image.open(path) as film:
        total = 0
        for k in range(film.n_frames):
            film.seek(k)
            total += film.info["duration"]
    assert total == 700_000


def test_a_palette_keeps_the_colour_of_a_thin_line():
    rng = np.random.default_rng(0)
    frame = np.stack(np.broadcast_arrays(*np.ogrid[:200, :300], 90), axis=2).astype(np.uint8)
    frame[..., 2] += rng.integers(0, 60, (200, 300)).astype(np.uint8)
    frame[100, :40] = (255, 0, 128)
    palette = Palette(frame, 255)
    table = np.frombuffer(palette.table, np.uint8).reshape(256, 3)
    assert np.abs(table[palette.indices(frame[100:101, :40])].astype(int) - (255, 0, 128)).max() < 6
    assert palette.suits(frame)
    other = np.full_like(frame, (0, 255, 0))
    assert not palette.suits(other)


def test_what_breaks_off_leaves_nothing_and_what_was_there_stays(tmp_path):
    path = tmp_path / "film.gif"
    path.write_bytes(b"before")

    def broken():
        yield from frames(2)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_film(path, 10, broken())
    assert [one.name for one in tmp_path.iterdir()] == ["film.gif"]
    assert path.read_bytes() == b"before"


def test_a_film_takes_the_place_that_a_link_leads_to_and_its_rights(tmp_path):
    (tmp_path / "kept").mkdir()
    there, link = tmp_path / "kept" / "film.gif", tmp_path / "film.gif"
    there.write_bytes(b"before")
    there.chmod(0o640)
    link.symlink_to(there)
    write_film(link, 10, frames(2))
    assert link.is_symlink()
    assert there.read_bytes().startswith(b"GIF89a")
    assert there.stat().st_mode & 0o777 == 0o640


def test_frames_of_another_size_are_refused(tmp_path):
    with pytest.raises(ValueError, match="a frame of"):
        write_film(tmp_path / "film.mp4", 10, [*frames(1), *frames(1, height=50)])
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_is_told_in_words(tmp_path, monkeypatch):
    with pytest.raises(ExportError, match=r"\.mp4, \.gif"):
        write_film(tmp_path / "film.avi", 10, [])
    with pytest.raises(ExportError, match="1 to 50 frames a second, not 60"):
        write_film(tmp_path / "film.gif", 60, [])
    with pytest.raises(FileError, match="not saved: there is no such file or folder"):
        write_film(tmp_path / "none" / "film.gif", 10, [])
    monkeypatch.setattr(video, "find_spec", lambda name: None)
    assert refusal("film.mp4", 10).endswith('pip install "nn-playground[export]"')


def test_the_encoders_are_loaded_only_for_a_film():
    told = "import sys, playground.export.video; print({'av', 'PIL'} & sys.modules.keys())"
    assert subprocess.check_output([sys.executable, "-c", told], text=True).strip() == "set()"
