"""What tuf and the line say, in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tuf.api.exceptions import DownloadError, DownloadLengthMismatchError, ExpiredMetadataError, RepositoryError
from tuf.api.serialization import DeserializationError

from kiosk.errors import ContentRefused, ContentUnreachable
from kiosk.text import msg


@contextmanager
def tuf_errors() -> Iterator[None]:
    """Raises ContentRefused for what is not what was signed, ContentUnreachable where nothing is known against it."""
    try:
        yield
    except ExpiredMetadataError as error:
        raise ContentRefused(str(error), msg("error.content_expired")) from error
    except DeserializationError as error:  # a login page answers so, too
        raise ContentUnreachable(f"no published content there: {error}") from error
    except (RepositoryError, DownloadLengthMismatchError) as error:
        raise ContentRefused(str(error)) from error
    except DownloadError as error:
        raise ContentUnreachable(str(error)) from error
