"""A steady load on a status endpoint, and what came back."""

import contextlib
import http.client
import json
import socket
import threading
import time

PATHS = ["/status", "/metrics", "/health", "/status", "/"]


class Load:
    """Sends `rate` requests a second on four connections that stay open, as pollers keep them.

    The schedule is fixed beforehand and latency counts from the moment a request was due, so a
    server that stalls pays for every request that had to wait meanwhile.
    """

    CONNECTIONS = 4

    def __init__(self, port, rate):
        self.port, self.rate = port, rate
        self.latencies = []
        self.failures = []  # (time, what)
        self.answers = []  # (path, body), for checking after the run
        self.end = threading.Event()
        self.threads = [threading.Thread(target=self._send, args=(k,)) for k in range(self.CONNECTIONS)]

    def __enter__(self):
        self.begin = time.perf_counter()
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.end.set()
        for thread in self.threads:
            thread.join()

    def _send(self, first):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        number = first
        while not self.end.is_set():
            due = self.begin + number / self.rate
            wait = due - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            path = PATHS[number // self.CONNECTIONS % len(PATHS)]
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read()
                self.latencies.append(time.perf_counter() - due)
                if answer.status != 200:
                    self.failures.append((time.time(), f"{path}: status {answer.status}"))
                self.answers.append((path, body))
            except (OSError, http.client.HTTPException) as error:
                self.failures.append((time.time(), f"{path}: {error!r}"))
                connection.close()
                time.sleep(0.01)
            number += self.CONNECTIONS
        connection.close()


def check(answers):
    """Parses every answer; returns how many of each kind there were. Raises on the first bad one."""
    from prometheus_client.parser import text_string_to_metric_families

    kinds = {}
    for path, body in answers:
        text = body.decode("utf-8")
        kinds[path] = kinds.get(path, 0) + 1
        if path == "/status":
            status = json.loads(text)
            assert status["records"]["done"] >= 0 and status["stage"], status
        elif path == "/metrics":
            families = {family.name: family for family in text_string_to_metric_families(text)}
            assert families["tieout_records_read"].type == "counter"
            assert {s.labels["band"] for s in families["tieout_links"].samples} == {"match", "review"}
            assert families["process_resident_memory_bytes"].samples[0].value > 0
        elif path == "/health":
            assert json.loads(text) == {"status": "ok"}
        else:
            assert text.startswith("<!doctype html>") and text.rstrip().endswith("</html>")
    return kinds


@contextlib.contextmanager
def half_open(port, count):
    """`count` connections that never finish their request."""
    pieces = [b"", b"G", b"GET /status HTT", b"GET /status HTTP/1.1\r\nHost: loc"]
    sockets = []
    try:
        for number in range(count):
            connection = socket.create_connection(("127.0.0.1", port), timeout=5)
            connection.sendall(pieces[number % len(pieces)])
            sockets.append(connection)
        yield sockets
    finally:
        for connection in sockets:
            connection.close()


def free_port():
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
