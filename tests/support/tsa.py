"""A timestamp service as they stand on the network (RFC 3161 over HTTP), on loopback, with what may go wrong."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import core, tsp
from pyhanko.sign.timestamps import TimeStamper


@dataclass
class Service:
    """Where it listens, and what it was asked."""

    url: str = ""
    asked: list[tsp.TimeStampReq] = field(default_factory=list)
    types: list[str] = field(default_factory=list)


@contextlib.contextmanager
def timestamp_service(stamper: TimeStamper, *, login: str = "", fault: str = "") -> Iterator[Service]:
    """Answers requests with `stamper`. `login` "name:password" is asked for; `fault`: "refuse" answers that the request
    is rejected, "other" stamps another digest, "old" plays an earlier answer again, "html" answers as a wrong address
    does, "error" with status 500."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.types.append(self.headers["Content-Type"])
            if login and self.headers.get("Authorization") != f"Basic {base64.b64encode(login.encode()).decode()}":
                return self._send(401, "text/plain", b"")
            if fault == "error":
                return self._send(500, "text/plain", b"")
            if fault == "html":
                return self._send(200, "text/html", b"<html>Chao mung</html>")
            request = tsp.TimeStampReq.load(body, strict=True)
            service.asked.append(request)
            return self._send(200, "application/timestamp-reply", _answer(request, stamper, fault))

        def _send(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}/tsa"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(request: tsp.TimeStampReq, stamper: TimeStamper, fault: str) -> bytes:
    if fault == "refuse":  # no token comes with a refusal, so the answer is put together by hand
        status = tsp.PKIStatusInfo({"status": "rejection", "fail_info": {"bad_request"}})
        return core.SequenceOf([status], spec=tsp.PKIStatusInfo).dump()
    if fault == "old":  # an answer to an earlier question
        request = request.copy()
        request["nonce"] = request["nonce"].native - 1
    if fault == "other":
        digest = bytes(reversed(request["message_imprint"]["hashed_message"].native))
        request = request.copy()
        request["message_imprint"]["hashed_message"] = digest
    return asyncio.run(stamper.async_request_tsa_response(request)).dump()
