"""Small HTTPS requests to a provider: its autoconfiguration, its sign-in. Nothing travels without TLS.

The answer is bounded, no redirect leads away from HTTPS, and one that answers a POST is not followed.
"""

from __future__ import annotations

import http.client
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from .errors import LostError, MailboxError

LIMIT = 256 * 1024  # bytes of an answer
TIMEOUT = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the status, and the body."""

    status: int
    body: bytes


class _HttpsOnly(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        """None: the redirect is taken as the answer."""
        if req.data is not None or not newurl.lower().startswith("https://"):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def request(
    url: str,
    form: Mapping[str, str] | str | None = None,
    *,
    context: ssl.SSLContext | None = None,
    timeout: float = TIMEOUT,
) -> Answer:
    """GET `url`, or POST `form` to it; any status is an answer. `context` trusts more than the system does.

    Raises LostError("web_unreachable") and MailboxError("web_not_secure").
    """
    host = urlsplit(url).hostname or ""
    if not url.lower().startswith("https://"):
        raise MailboxError("web_not_secure", host=host)
    data = form if isinstance(form, str) else urlencode(form) if form is not None else None
    opener = urllib.request.build_opener(
        urllib.request.HTTPSHandler(context=context or ssl.create_default_context()), _HttpsOnly
    )
    asked = urllib.request.Request(  # noqa: S310 (only https comes here)
        url, data.encode("ascii") if data is not None else None, headers={"Accept": "*/*", "User-Agent": "Modori"}
    )
    try:
        with opener.open(asked, timeout=timeout) as answer:
            return Answer(answer.status, answer.read(LIMIT))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.read(LIMIT))
    except (OSError, http.client.HTTPException, ValueError) as error:
        why = getattr(error, "reason", None) or error
        raise LostError("web_unreachable", host=host, error=getattr(why, "strerror", None) or str(why)) from None
