"""Sends consented summaries to the operator's hand-off address: kept first, sent next, tried again till they arrive."""

from __future__ import annotations

import logging
import os
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

from ariane.runtime.conversation_store import ConversationStore, Parcel
from ariane.runtime.errors import UserError

logger = logging.getLogger(__name__)

_TIMEOUT = 10  # seconds
_FIRST_WAIT, _LONGEST_WAIT = 30, 3600  # seconds between two tries: 30 s, 1 min, 2 min … 1 h
_ROUND = 15  # seconds between two looks at the outbox

Post = Callable[[str, Parcel], None]
_started = threading.Lock()


def handoff_url() -> str | None:
    """Return the hand-off address (ARIANE_HANDOFF_URL), or None. Raises UserError when it is not an http address."""
    url = os.environ.get("ARIANE_HANDOFF_URL")
    if not url:
        return None
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise UserError(f"ARIANE_HANDOFF_URL={url} n’est pas une adresse : donnez https://…")
    return url


def wait_after(attempts: int) -> float:
    """Return the seconds to wait after that many tries."""
    return float(min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(attempts, 10)))


def flush(store: ConversationStore, url: str, post: Post | None = None) -> int:
    """Send what is due; return how many summaries arrived. What fails stays for a later try."""
    arrived = 0
    for parcel in store.due():
        if not store.claim(parcel, wait_after(parcel.attempts)):
            continue
        try:
            (post or send)(url, parcel)
        except OSError as error:
            logger.warning("Le résumé %s n’est pas parti (%s) ; nouvel essai plus tard.", parcel.reference, error)
            continue
        store.sent(parcel)
        arrived += 1
    return arrived


def send(url: str, parcel: Parcel) -> None:
    """Post one summary as JSON; the reference tells a repeat. Raises OSError when it isn't accepted."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": parcel.reference}
    token = os.environ.get("ARIANE_HANDOFF_TOKEN")
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, data=parcel.body.encode(), headers=headers, method="POST")
    urllib.request.urlopen(request, timeout=_TIMEOUT).close()  # an answer from 400 on is an HTTPError, an OSError


def start(store: ConversationStore | None = None) -> None:
    """Send in the background from now on, once a process; nothing is done without a hand-off address."""
    url = handoff_url()
    if url is None or not _started.acquire(blocking=False):
        return
    thread = threading.Thread(target=_run, args=(store or ConversationStore(), url), name="outbox", daemon=True)
    thread.start()


def _run(store: ConversationStore, url: str) -> None:
    pause = threading.Event()
    while True:
        try:
            flush(store, url)
        except Exception:  # the thread must outlive any failure: what waits is safe in the database
            logger.exception("L’envoi des résumés a échoué ; nouvel essai dans %d secondes.", _ROUND)
        pause.wait(_ROUND)
