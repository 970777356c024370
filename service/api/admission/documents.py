"""Documents that a client names by their SHA-256 instead of sending them: the trusted ones, and those seen lately."""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from service.http.bodies import BadRequest

LONGEST_TEXT = 50_000
"""Characters; texts are kept, so this bounds memory too."""
DOCUMENTS_KEPT = 512
"""Of those that clients registered."""


class WrongDocuments(Exception):
    """The file of trusted documents cannot be used; the message says why."""


class NoDocument(BadRequest):
    """The request names or holds no document that is answered; `code` tells programs why, the message people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, code=code)


def digest(text: str) -> str:
    """The SHA-256 of a document, as clients name it: over UTF-8, in lower-case hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def trusted_documents(path: Path) -> dict[str, str]:
    """The documents of a JSON file by their SHA-256, which is checked. Raises WrongDocuments."""
    try:
        given = orjson.loads(path.read_bytes())
    except OSError as error:
        raise WrongDocuments(f"{path} cannot be read: {error.strerror}") from error
    except orjson.JSONDecodeError as error:
        raise WrongDocuments(f"{path} is no JSON in UTF-8: {error.msg}") from error
    if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
        raise WrongDocuments(f"{path} must hold one object: the SHA-256 of each document, and its text")
    for name, text in given.items():
        if digest(text) != name:
            raise WrongDocuments(
                f"{path}: {name} is not the SHA-256 of its document, which is {digest(text)}"
            )
    return given


class Documents:
    """Finds the text of a request: sent, trusted, or registered by an earlier request with its hash."""

    def __init__(self, trusted: Mapping[str, str], *, trusted_only: bool) -> None:
        self._trusted = trusted
        self._trusted_only = trusted_only
        self._seen: OrderedDict[str, str] = OrderedDict()

    def text(self, sent: str | None, extensions: Mapping[str, Any]) -> str | None:
        """The document, or null where the request neither holds nor names one. Raises NoDocument."""
        name = _named(extensions)
        if name is None:
            if sent is not None and self._trusted_only and digest(sent) not in self._trusted:
                raise self._untrusted()
            return sent
        if sent is None:
            return self._found(name)
        if digest(sent) != name:
            raise NoDocument(
                "PERSISTED_QUERY_MISMATCH",
                f"`sha256Hash` is not the SHA-256 of `query`, which is {digest(sent)}.",
            )
        if name not in self._trusted:
            if self._trusted_only:
                raise self._untrusted()
            self._keep(name, sent)
        return sent

    def _found(self, name: str) -> str:
        if name in self._trusted:
            return self._trusted[name]
        if self._trusted_only:
            raise self._untrusted()
        if name not in self._seen:
            raise NoDocument(
                "PERSISTED_QUERY_NOT_FOUND",
                f"No document {name} is known here: send it once as `query` beside its hash.",
            )
        self._seen.move_to_end(name)
        return self._seen[name]

    def _keep(self, name: str, text: str) -> None:
        if len(text) <= LONGEST_TEXT:
            self._seen[name] = text
            self._seen.move_to_end(name)
            if len(self._seen) > DOCUMENTS_KEPT:
                self._seen.popitem(last=False)

    def _untrusted(self) -> NoDocument:
        return NoDocument(
            "DOCUMENT_NOT_TRUSTED", "Only documents that the operator of this service trusts are answered."
        )


def _named(extensions: Mapping[str, Any]) -> str | None:
    match extensions.get("persistedQuery"):
        case None:
            return None
        case {"version": 1, "sha256Hash": str(name)} if re.fullmatch("[0-9a-f]{64}", name):
            return name
    raise NoDocument(
        "BAD_REQUEST",
        "`extensions.persistedQuery` must hold `version` 1 and `sha256Hash` of 64 lower-case hexadecimal digits.",
    )
