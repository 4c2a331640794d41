#!/usr/bin/env python3
"""Says what this machine's own monitor says of itself, in or out of quorum: mon-status.py <socket>.

A monitor outside a quorum answers no client, but it always answers on its administration socket;
this passes one question on: every line in is answered by one line of JSON, mon_status.
"""

import json
import socket
import socketserver
import sys

PORT = 3301
ANSWERS_WITHIN_SECONDS = 0.4


def mon_status() -> dict:
    with socket.socket(socket.AF_UNIX) as asok:
        asok.settimeout(ANSWERS_WITHIN_SECONDS)
        asok.connect(sys.argv[1])
        asok.sendall(b'{"prefix": "mon_status", "format": "json"}\0')
        length = int.from_bytes(receive(asok, 4), 'big')
        return json.loads(receive(asok, length))


def receive(asok: socket.socket, length: int) -> bytes:
    received = b''
    while len(received) < length:
        part = asok.recv(length - len(received))
        if not part:
            raise ConnectionError('the administration socket closed early')
        received += part
    return received


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        for _ in self.rfile:
            try:
                answer = mon_status()
            except (OSError, ValueError) as error:
                answer = {'error': str(error)}
            self.wfile.write(json.dumps(answer).encode() + b'\n')


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(('', PORT), Conversation).serve_forever()
