"""Bodies, read up to a limit of size and time, and decompressed up to the same limit.

Nothing is taken on trust: a length that is not given, or a small body that grows when it is
decompressed, stops at the same number of bytes.
"""

import asyncio
import zlib
from collections.abc import AsyncIterator
from email.message import Message

from starlette.requests import ClientDisconnect, Request

from credscore.service.problems import Problem

ENCODINGS = "gzip, deflate"
# zlib's numbers for: find out whether it is gzip or zlib; deflate without a header.
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_RAW_DEFLATE = -zlib.MAX_WBITS


def content_type(request: Request) -> tuple[str, str | None]:
    """The media type of a body, in small letters, and its charset where it names one."""
    message = Message()
    message["Content-Type"] = request.headers.get("content-type", "")
    charset = message.get_param("charset")
    media = str(message["Content-Type"]).partition(";")[0].strip().lower()
    return media, charset if isinstance(charset, str) else None


async def read_body(request: Request, most: int, seconds: float) -> bytes:
    """The body of a request, decompressed.

    Args:
        request: The request.
        most: Largest number of bytes, as sent and as decompressed.
        seconds: How long the client may take to send it.

    Raises:
        Problem: 408 where the client is too slow, 413 where the body is too large, 415 where it
            is compressed in an unknown way, 400 where it is damaged or cut off.
    """
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise Problem(
            415,
            f"Bodies may be compressed with {ENCODINGS.replace(', ', ' or ')}, once.",
            {"Accept-Encoding": ENCODINGS},
            closes=True,
        )
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > most:
        raise _too_large(most)
    try:
        async with asyncio.timeout(seconds):
            body = await _joined(request.stream(), most)
    except TimeoutError:
        detail = f"The body did not arrive within {seconds:g} seconds."
        raise Problem(408, detail, closes=True) from None
    except ClientDisconnect:
        raise Problem(400, "The body was cut off.", closes=True) from None
    return body if encoding == "identity" else _decompressed(body, encoding, most)


async def _joined(chunks: AsyncIterator[bytes], most: int) -> bytes:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > most:
            raise _too_large(most)
    return bytes(body)


def _decompressed(body: bytes, encoding: str, most: int) -> bytes:
    # "deflate" means zlib's format, but is often sent without its header.
    is_raw = encoding == "deflate" and body[:1] and body[0] & 0x0F != 8
    stream = zlib.decompressobj(_RAW_DEFLATE if is_raw else _GZIP_OR_ZLIB)
    try:
        whole = stream.decompress(body, most + 1)
    except zlib.error:
        raise Problem(400, f"The body is not in {encoding} format.") from None
    if len(whole) > most:
        raise Problem(413, f"The body must not exceed {most:,} bytes when decompressed.")
    if not stream.eof or stream.unused_data:
        raise Problem(400, f"The body is no single, whole {encoding} stream.")
    return whole


def _too_large(most: int) -> Problem:
    return Problem(413, f"The body must not exceed {most:,} bytes.", closes=True)
