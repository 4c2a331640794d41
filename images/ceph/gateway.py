#!/usr/bin/env python3
"""Clients of a Ceph cluster behind a TCP port: JSON lines to librados and back.

One connection is one client: its requests are carried out one after another, and an answer comes
when librados has one. librados waits for as long as a placement group is inactive; whoever asks
gives up in his own time and closes the connection, and the operation may still happen.

{"do": "write", "pool": "objects", "name": "a", "version": 3}   ->  {"ok": true}
{"do": "read", ...}      ->  {"version": 3}, null where there is none, -1 where it is damaged
{"do": "delete", ...}    ->  {"ok": true}, also where there is none
{"do": "list", "pool": "objects"}   ->  {"objects": [["a", 3]]}; with "from_osd": 2, from its copies
{"do": "create_image", "pool": "objects", "image": "disk", "bytes": 83886080}   ->  {"ok": true}
{"do": "write_block", "image": "disk", "place": 4096, "block": 1, "version": 3, "flush": true, ...}
{"do": "read_block", ...}   ->  {"version": 3}, null where nothing was written, -1 where damaged
{"do": "list_blocks", "places": [0, 4096], ...}   ->  {"blocks": [[1, 3]]}; also "from_osd"
{"do": "health"}         ->  what the monitors say of OSDs, and the manager of placement groups
{"do": "command", "command": {"prefix": "osd lost", ...}}       ->  {"output": ...}
Errors: {"error": "<code>", "message": "..."}; NOT_CONNECTED, NO_POOL, NO_IMAGE: nothing was sent.
"""

import argparse
import errno
import json
import os
import signal
import socketserver
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import rados
import rbd

import images
from patterns import BYTES, content, version_in

PORT = 7100
STATUS_WITHIN_SECONDS = '1'
MANAGER_SILENT_AFTER_SECONDS = 1
ENDS_WITHIN_SECONDS = 5
PG_STAT = '{"prefix": "pg stat", "format": "json"}'


class Cluster:
    """Two connections: what asks how things are is not kept waiting, everything else is."""

    def __init__(self, settings: argparse.Namespace) -> None:
        conf = {'mon_host': settings.mon_host, 'fsid': settings.fsid, 'keyring': settings.keyring}
        impatient = {**conf, 'rados_mon_op_timeout': STATUS_WITHIN_SECONDS}
        # Whether the pool can have snapshots is known: to try it out costs two maps.
        self.patient = Connection(settings.user, {**conf, 'rbd_validate_pool': 'false'})
        self.impatient = Connection(settings.user, impatient)


class Connection:
    def __init__(self, user: str, conf: dict) -> None:
        self.handle = rados.Rados(conffile='/etc/ceph/ceph.conf', name=user, conf=conf)
        self.connected = threading.Event()
        threading.Thread(target=self.connect, daemon=True).start()

    def connect(self) -> None:
        while not self.connected.is_set():
            try:
                self.handle.connect(timeout=5)
                self.connected.set()
            except rados.Error as error:
                print(f'gateway: not connected yet: {error}', file=sys.stderr, flush=True)
                time.sleep(0.1)

    def use(self) -> rados.Rados:
        if not self.connected.is_set():
            raise Refused('NOT_CONNECTED', 'the gateway has not reached the cluster yet')
        return self.handle


class Manager:
    """What the active manager says of placement groups, asked again and again by one thread.

    Not by whoever wants to know: librados 16 writes the answer to a manager's command that came
    too late into memory that it has freed.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.answer = ({}, float('-inf'))
        threading.Thread(target=self.ask_forever, daemon=True).start()

    def ask_forever(self) -> None:
        self.connection.connected.wait()
        while True:
            try:
                code, output, _ = self.connection.handle.mgr_command(PG_STAT, b'')
                if code == 0:
                    self.answer = (json.loads(output)['pg_summary'], time.monotonic())
            except (rados.Error, ValueError) as error:
                print(f'gateway: pg stat: {error}', file=sys.stderr, flush=True)
            time.sleep(0.1)

    def latest(self) -> dict:
        summary, at = self.answer
        if time.monotonic() - at > MANAGER_SILENT_AFTER_SECONDS:
            raise Refused('NO_MANAGER', 'no manager answers')
        return summary


class Refused(Exception):
    """Nothing was sent."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Client(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        for line in self.rfile:
            answer = self.answer(json.loads(line))
            try:
                self.wfile.write(json.dumps(answer).encode() + b'\n')
            except OSError:
                return

    def answer(self, request: dict) -> dict:
        try:
            return getattr(self, f'do_{request["do"]}')(request)
        except Refused as refused:
            return {'error': refused.code, 'message': str(refused)}
        except (rados.OSError, rbd.OSError) as error:
            code = errno.errorcode.get(abs(error.errno or 0), 'UNKNOWN')
            return {'error': code, 'message': str(error)}
        except (rados.Error, rbd.Error) as error:
            return {'error': type(error).__name__, 'message': str(error)}

    def pool(self, request: dict) -> rados.Ioctx:
        handle = CLUSTER.patient.use()
        try:
            return handle.open_ioctx(request['pool'])
        except rados.ObjectNotFound as error:
            raise Refused('NO_POOL', str(error)) from error

    def do_write(self, request: dict) -> dict:
        with self.pool(request) as pool:
            pool.write_full(request['name'], content(request['name'], request['version']))
        return {'ok': True}

    def do_read(self, request: dict) -> dict:
        with self.pool(request) as pool:
            return {'version': read(pool, request['name'])}

    def do_delete(self, request: dict) -> dict:
        with self.pool(request) as pool:
            try:
                pool.remove_object(request['name'])
            except rados.ObjectNotFound:
                pass
        return {'ok': True}

    def do_list(self, request: dict) -> dict:
        if 'from_osd' in request:
            make_primary(request['from_osd'])
        with self.pool(request) as pool:
            found = sorted(entry.key for entry in pool.list_objects())
            # What librbd keeps images in lies in the same pool.
            names = [name for name in found if not name.startswith('rbd_')]
            return {'objects': [[name, read(pool, name)] for name in names]}

    def image(self, request: dict) -> rbd.Image:
        with self.pool(request) as pool:
            try:
                return IMAGES.use(pool, (request['pool'], request['image']))
            except rbd.ImageNotFound as error:
                raise Refused('NO_IMAGE', str(error)) from error

    def do_create_image(self, request: dict) -> dict:
        with self.pool(request) as pool:
            images.create(pool, request['image'], request['bytes'])
        return {'ok': True}

    def do_write_block(self, request: dict) -> dict:
        what = (request['place'], request['block'], request['version'], request['flush'])
        images.write_block(self.image(request), *what)
        return {'ok': True}

    def do_read_block(self, request: dict) -> dict:
        image = self.image(request)
        return {'version': images.read_block(image, request['place'], request['block'])}

    def do_list_blocks(self, request: dict) -> dict:
        """As another client sees them: of what this one has not flushed that knows nothing."""
        if 'from_osd' in request:
            make_primary(request['from_osd'])
        with self.pool(request) as pool, rbd.Image(pool, request['image'], read_only=True) as image:
            read = [
                [block, images.read_block(image, place, block)]
                for block, place in enumerate(request['places'])
            ]
        return {'blocks': [[block, version] for block, version in read if version is not None]}

    def do_command(self, request: dict) -> dict:
        return {'output': command(CLUSTER.patient, **request['command'])}

    def do_health(self, _: dict) -> dict:
        status = command(CLUSTER.impatient, prefix='status')
        return {
            'quorum': status['quorum_names'],
            'osds': status['osdmap'],
            'manager': status['mgrmap']['available'],
            'pgs': MANAGER.latest(),
        }


def command(connection: Connection, **words) -> dict | list | str:
    """Asks the monitors; an error of theirs is raised."""
    asked = json.dumps({**words, 'format': 'json'})
    code, output, said = connection.use().mon_command(asked, b'')
    if code != 0:
        raise rados.OSError(said, errno=-code)
    return json.loads(output) if output.strip() else said


def make_primary(osd: int) -> None:
    """Lets this OSD serve every placement group that it has a copy of, so that reads show its copy.

    All changes at once: the monitors publish what comes within a second in one map.
    """
    found = {entry['osd']: entry for entry in command(CLUSTER.patient, prefix='osd dump')['osds']}
    wanted = {number: 1.0 if number == osd else 0.0 for number in found}
    changes = [
        {'prefix': 'osd primary-affinity', 'id': number, 'weight': weight}
        for number, weight in wanted.items()
        if found[number]['primary_affinity'] != weight
    ]
    with ThreadPoolExecutor() as threads:
        list(threads.map(lambda change: command(CLUSTER.patient, **change), changes))
    CLUSTER.patient.use().wait_for_latest_osdmap()


def read(pool: rados.Ioctx, name: str) -> int | None:
    try:
        return version_in(name, pool.read(name, length=2 * BYTES))
    except rados.ObjectNotFound:
        return None


def end(*_) -> None:
    """Closes images, as who shuts a virtual machine down does; but not for ever."""
    closing = threading.Thread(target=IMAGES.close, daemon=True)
    closing.start()
    closing.join(ENDS_WITHIN_SECONDS)
    os._exit(128 + signal.SIGTERM)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description='JSON lines to librados')
    for option in ('--fsid', '--mon-host', '--keyring'):
        parser.add_argument(option, required=True)
    parser.add_argument('--user', default='client.admin')
    return parser.parse_args()


SETTINGS = parse()
CLUSTER = Cluster(SETTINGS)
MANAGER = Manager(CLUSTER.patient)
IMAGES = images.OpenImages()
signal.signal(signal.SIGTERM, end)
Server(('', PORT), Client).serve_forever()
