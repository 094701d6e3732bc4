"""Compressed files as streams, held to a ratio: a bomb of a few kilobytes must not fill the memory."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from quotex.errors import UnreadableArticle, needed

# News text shrinks to a third or a fifth, JSON lines of look-alike rows to a fiftieth. Small files may shrink further.
MOST_RATIO = 200
FREE_BYTES = 16_000_000


def open_gzip(stream: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, gzip.GzipFile(fileobj=stream))


def open_bz2(stream: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, bz2.BZ2File(stream))


def open_xz(stream: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, lzma.LZMAFile(stream))


def open_zstd(stream: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, _Zstd(stream))


class _Zstd:
    """zstandard's own reader takes a file that was cut short for a whole one; this raises EOFError."""

    STEP = 2048  # compressed bytes; of a bomb they may become 64 MB

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.start = needed("zstandard", "formats").ZstdDecompressor().decompressobj
        self.frame = self.start()
        self.begun = False
        self.ready = io.BytesIO()

    def read(self, size: int) -> bytes:
        while not (piece := self.ready.read(size)):
            data = self.frame.unused_data if self.frame.eof else b""
            data = data or self.stream.read(self.STEP)
            if not data:
                if self.begun and not self.frame.eof:
                    raise EOFError("the file ends before its end-of-frame")
                return b""
            if self.frame.eof:
                self.frame = self.start()
            self.begun = True
            self.ready = io.BytesIO(self.frame.decompress(data))
        return piece


class Inflated(io.RawIOBase):
    """What a decompressor gives, readable as a raw stream. Raises UnreadableArticle at broken data and at a bomb.

    `packed` says how many compressed bytes have been read so far.
    """

    def __init__(self, inflate: Callable[[BinaryIO], BinaryIO], source: BinaryIO) -> None:
        self.source = Counted(source)
        self.inner = inflate(cast(BinaryIO, self.source))
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self.inner.read(len(buffer))
        except UnreadableArticle:
            raise
        except Exception as error:  # each decompressor and archive has errors of its own for broken, cut or encrypted data
            raise UnreadableArticle(f"broken data ({error})") from error
        buffer[: len(data)] = data
        self.size += len(data)
        check_ratio(self.size, self.source.count)
        return len(data)


class Counted(io.RawIOBase):
    """A stream that counts what is read of it."""

    def __init__(self, inner: BinaryIO) -> None:
        self.inner, self.count = inner, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.inner.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


def check_ratio(size: int, packed: int) -> None:
    """Raises UnreadableArticle when compressed data has grown more than news ever does."""
    if size > FREE_BYTES and size > MOST_RATIO * max(packed, 1):
        raise UnreadableArticle(f"a bomb? {packed:,} bytes gave {size:,} so far, more than {MOST_RATIO} times as much")


def read_limited(stream: BinaryIO, limit: int) -> bytes:
    """All of a stream; raises UnreadableArticle if it is larger than `limit`. Raw streams give what they have."""
    pieces, size = [], 0
    while data := stream.read(min(1 << 20, limit + 1 - size)):
        pieces.append(data)
        size += len(data)
        if size > limit:
            raise UnreadableArticle(f"larger than the limit of {limit:,} bytes")
    return b"".join(pieces)
