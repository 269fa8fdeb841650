#!/usr/bin/env python3
"""A proxy and a provider that mean harm.

    server.py --certificates DIR --case FILE --log FILE --port-file FILE

It listens on 127.0.0.1, takes CONNECT, ends TLS itself, and answers as the
file says when a connection comes: one line of words, each NAME=VALUE.

    proxy=    what comes in the place of a proxy's 200 (PROXIES)
    tls=      what comes in the place of a handshake (HANDSHAKES)
    cert=     which certificate, else `good`
    staple=   which answer of OCSP goes with it
    version=  the newest version of TLS that it speaks, 1.0 or 1.1
    ciphers=  the only ones it takes
    answer=   what is answered to a request (ANSWERS), else `good`
    location= where a redirect leads, status= its status

A line in the log for all that comes: CONNECT and its target, PLAIN and the
first line of what is no CONNECT, TLS and the version once a handshake is done,
GET and the path of a request, BYTES and how many bytes came through TLS, END
when a connection is over. A token in a place where it has no business adds
LEAK.
"""
import argparse
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
import warnings
import zlib

TOKEN = b'canary'
JSON = 'Content-Type: application/json\r\n'
PERSON = {
    'uri': 'https://api.calendly.com/users/0a11ce00',
    'name': 'Ann Archer',
    'email': 'ann@example.org',
    'timezone': 'Europe/Berlin',
    'current_organization': 'https://api.calendly.com/organizations/0e',
}
# What a terminal obeys or hides: CSI, OSC 52, C1, BEL, CR LF with a line of
# the protocol, bidirectional and zero-width characters, a NUL.
HOSTILE = ('x\x1b[2J\x1b]52;c;ZXZpbA==\x07\x9b31m\x85\u202e\u2066\u200f\u200b'
           '\u200d\u2060\ufeff\u2028\U000e0041\x7f\b\t\r\npassword=stolen\r\n'
           'quit=1\x00y')
# The same without control characters, which other checks see, too.
HIDDEN = 'x\u202e\u2066\u200f\u200b\u200d\u2060\ufeff\u2028\U000e0041y'

settings = None
log_lock = threading.Lock()
packed = []
packed_lock = threading.Lock()


def log(*words):
    with log_lock:
        settings.log.write(' '.join(str(word) for word in words) + '\n')
        settings.log.flush()


def leak(data):
    return 'LEAK' if TOKEN in data else ''


def user(**changes):
    return json.dumps({'resource': {**PERSON, **changes}})


def response(body, head=JSON, status='200 OK'):
    body = body if isinstance(body, bytes) else body.encode()
    return (f'HTTP/1.1 {status}\r\n{head}Content-Length: {len(body)}\r\n'
            'Connection: close\r\n\r\n').encode() + body


def refusal(message, head=JSON, status='401 Unauthorized'):
    return response(json.dumps({'title': 'Unauthenticated',
                                'message': message}), head, status)


def forever(first, again, pause=0):
    yield first
    while True:
        yield again
        time.sleep(pause)


def chunked(body):
    return (f'HTTP/1.1 200 OK\r\n{JSON}Transfer-Encoding: chunked\r\n\r\n'
            .encode() + body)


def pack(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def gzipped(levels):
    """64 MiB of blanks behind good JSON, in 64 KiB; with 2, in less than 1."""
    with packed_lock:
        if not packed:
            packed.append(pack(user().encode() + b' ' * (64 << 20)))
            packed.append(pack(packed[0]))
    head = JSON + 'Content-Encoding: ' + ', '.join(['gzip'] * levels) + '\r\n'
    return response(packed[levels - 1], head)


def swap(body, old, new):
    assert old in body
    return response(body.replace(old, new, 1))


def twice(first, second):
    return response('{"resource":%s,"resource":%s}' % (
        json.dumps({**PERSON, **first}), json.dumps({**PERSON, **second})))


def redirect(case):
    head = f'Location: {case["location"]}\r\n'
    return response(user(), JSON + head, case['status'] + ' Elsewhere')


OK = b'HTTP/1.1 200 OK\r\n' + JSON.encode()
ANSWERS = {
    'good': lambda case: response(user()),
    'redirect': redirect,
    'drip': lambda case: forever(OK + b'\r\n', b' ', 1),
    'drip-status': lambda case: forever(b'H', b'T', 1),
    'drip-headers': lambda case: forever(OK, b'X', 1),
    'silent': lambda case: forever(b'', b'', 1),
    'endless-headers': lambda case: forever(OK, b'X-A: ' + b'a' * 80 + b'\r\n'),
    'huge-header': lambda case: OK + b'X-A: ' + b'a' * (8 << 20),
    'endless-status': lambda case: forever(b'HTTP/1.1 200 ', b'a' * 4096),
    'endless-body': lambda case: forever(OK + b'\r\n', b' ' * 16384),
    'endless-chunks': lambda case: forever(
        chunked(b''), b'4000\r\n' + b' ' * 16384 + b'\r\n'),
    'tiny-chunks': lambda case: forever(chunked(b''), b'1\r\n \r\n' * 2048),
    'empty-chunks-size': lambda case: forever(chunked(b''), b'0' * 4096),
    'huge-chunk': lambda case: chunked(b'ffffffffffffffff\r\n {}'),
    'minus-chunk': lambda case: chunked(b'-1\r\n{}\r\n0\r\n\r\n'),
    'bad-chunk': lambda case: chunked(b'zz\r\n{}\r\n0\r\n\r\n'),
    'chunk-extensions': lambda case: forever(
        chunked(b'1;'), b'a=' + b'b' * 4096),
    'trailers': lambda case: forever(
        chunked(b'2\r\n{}\r\n0\r\n'), b'X-A: ' + b'a' * 80 + b'\r\n'),
    'gzip': lambda case: gzipped(1),
    'gzip-twice': lambda case: gzipped(2),
    'truncated': lambda case: response(user()[:-1]),
    'cut': lambda case: response(user())[:-1],
    'deep': lambda case: response('{"resource":' + '[' * 100000
                                  + ']' * 100000 + '}'),
    'deep-objects': lambda case: response('{"a":' * 100000 + '1'
                                          + '}' * 100000),
    'deep-open': lambda case: response('[' * 1000000),
    'many-keys': lambda case: response('{' + ','.join(
        '"%x":0' % n for n in range(80000)) + '}'),
    'many-values': lambda case: response('[' + '0,' * 500000 + '0]'),
    'many-objects': lambda case: response('[' + '{},' * 340000 + '{}]'),
    'twice': lambda case: twice({'name': 'First One'}, {'name': 'Last One'}),
    'twice-null': lambda case: response(
        '{"resource":%s,"resource":null}' % json.dumps(PERSON)),
    'huge-number': lambda case: swap(user(name=1), ': 1', ':' + '9' * 100000),
    'huge-exponent': lambda case: swap(user(name=1), ': 1', ':1e999999999'),
    'not-a-number': lambda case: swap(user(name=1), ': 1', ':NaN'),
    'bad-utf8': lambda case: response(
        user().encode().replace(b'Ann', b'Ann\xe9\xc0\xaf\xed\xa0\x80')),
    'surrogate': lambda case: response(user(name='a\ud800b')),
    'nul': lambda case: response(user(name='Ann\0Archer')),
    'raw-nul': lambda case: response(user().encode() + b'\0{}'),
    'raw-nul-inside': lambda case: response(
        user().encode().replace(b'Ann', b'A\0n')),
    'bom': lambda case: response('\ufeff' + user()),
    'utf16': lambda case: response(user().encode('utf-16')),
    'comment': lambda case: response('/* */' + user()),
    'hostile-person': lambda case: response(user(
        name='Ann' + HOSTILE, timezone='Berlin' + HOSTILE,
        current_organization='Example' + HOSTILE)),
    'hidden-person': lambda case: response(user(
        name='Ann' + HIDDEN, timezone='Berlin' + HIDDEN,
        current_organization='Example' + HIDDEN)),
    'hidden-refusal': lambda case: refusal('is invalid ' + HIDDEN),
    'hostile-email': lambda case: response(user(email='ann' + HOSTILE)),
    'hostile-refusal': lambda case: refusal('is invalid ' + HOSTILE),
    'hostile-status': lambda case: (
        'HTTP/1.1 503 \x1b[2J\u202eevil\r\n' + JSON + '\r\n').encode(),
    'http09': lambda case: user().encode(),
    'http2': lambda case: b'HTTP/2 200\r\n' + JSON.encode() + b'\r\n'
        + user().encode(),
    'http2-frames': lambda case: b'\0\0\0\4\0\0\0\0\0' * 100,
    'http3': lambda case: b'HTTP/3.0 200 OK\r\n\r\n' + user().encode(),
    'status-0': lambda case: response(user(), status='000 Nothing'),
    'status-99': lambda case: response(user(), status='99 Less'),
    'status-200x': lambda case: response(user(), status='2000 More'),
    'status-1000': lambda case: response(user(), status='999 Most'),
    'upgrade': lambda case: response(
        user(), JSON + 'Upgrade: h2c\r\nConnection: upgrade\r\n',
        '101 Switching Protocols'),
    'hints': lambda case: forever(
        b'', b'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'),
    'continue': lambda case: forever(b'', b'HTTP/1.1 100 Continue\r\n\r\n'),
    'continue-drip': lambda case: forever(
        b'', b'HTTP/1.1 100 Continue\r\n\r\n', 0.1),
    'length-short': lambda case: OK + b'Content-Length: 5\r\n\r\n'
        + user().encode(),
    'length-long': lambda case: OK + b'Content-Length: 99999\r\n\r\n'
        + user().encode(),
    'length-minus': lambda case: OK + b'Content-Length: -1\r\n\r\n'
        + user().encode(),
    'length-huge': lambda case: OK + b'Content-Length: '
        + b'9' * 60 + b'\r\n\r\n' + user().encode(),
    'length-twice': lambda case: OK + b'Content-Length: 5\r\n'
        b'Content-Length: 9999\r\n\r\n' + user().encode(),
    'length-word': lambda case: OK + b'Content-Length: all\r\n\r\n'
        + user().encode(),
    'smuggled': lambda case: response(user())
        + refusal('is invalid', status='401 Unauthorized'),
    'retry-huge': lambda case: refusal(
        'slow', 'Retry-After: 99999999999999999999\r\n'
        'X-RateLimit-Reset: 99999999999999999999\r\n', '429 Many'),
    'retry-minus': lambda case: refusal(
        'slow', 'Retry-After: -5\r\nX-RateLimit-Reset: -5\r\n', '429 Many'),
    'retry-date': lambda case: refusal(
        'slow', 'Retry-After: Wed, 21 Oct 2099 07:28:00 GMT\r\n', '429 Many'),
    'retry-old-date': lambda case: refusal(
        'slow', 'Retry-After: Wed, 21 Oct 1970 07:28:00 GMT\r\n', '429 Many'),
    'cookies': lambda case: response(
        user(), JSON + 'Set-Cookie: a=b; Domain=calendly.com\r\n'
        'Alt-Svc: h2="evil.example:443"; ma=99999; persist=1\r\n'
        'Strict-Transport-Security: max-age=99999; includeSubDomains\r\n'
        'Refresh: 0; url=https://evil.example/\r\n'
        'Link: <https://evil.example/>; rel=preload\r\n'
        'Content-Location: https://evil.example/\r\n'),
    'authenticate': lambda case: refusal(
        'is invalid', JSON + 'WWW-Authenticate: Negotiate\r\n'
        'WWW-Authenticate: NTLM\r\nWWW-Authenticate: Digest realm="a", '
        'nonce="b", qop="auth"\r\nWWW-Authenticate: Basic realm="a"\r\n'),
    'proxy-authenticate': lambda case: response(
        user(), JSON + 'Proxy-Authenticate: Basic realm="a"\r\n', '407 Proxy'),
    'close': lambda case: b'',
}

# After these nothing is awaited.
ABRUPT = ('close', 'cut', 'empty-chunks-size', 'hostile-status', 'http2',
          'huge-chunk', 'length-huge', 'length-long', 'length-minus',
          'length-twice', 'length-word', 'upgrade')

REALM = b'Proxy-Authenticate: Basic realm="a\x1b[2J\xe2\x80\xaeb"\r\n'
PAGE = b'<html><script>alert(1)</script> \x1b[2J</html>'
PROXIES = {
    '407': lambda: b'HTTP/1.1 407 \x1b[2J\r\n' + REALM
        + b'Content-Length: 0\r\n\r\n',
    '407-body': lambda: b'HTTP/1.1 407 No\r\n' + REALM
        + b'Content-Length: %d\r\n\r\n' % len(PAGE) + PAGE,
    '407-endless': lambda: forever(
        b'HTTP/1.1 407 No\r\n' + REALM + b'Content-Length: 99999999999\r\n\r\n',
        PAGE),
    'html': lambda: b'HTTP/1.1 403 No\r\nContent-Type: text/html\r\n'
        b'Content-Length: %d\r\n\r\n' % len(PAGE) + PAGE,
    '302': lambda: b'HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\n'
        b'Content-Length: 0\r\n\r\n',
    '307': lambda: b'HTTP/1.1 307 Found\r\nLocation: http://evil.example/\r\n'
        b'Content-Length: 0\r\n\r\n',
    'silent': lambda: forever(b'', b'', 1),
    'drip': lambda: forever(b'HTTP/1.1 200 OK\r\n', b'X', 1),
    'endless-headers': lambda: forever(b'HTTP/1.1 200 OK\r\n',
                                       b'X-A: ' + b'a' * 80 + b'\r\n'),
    'huge-header': lambda: b'HTTP/1.1 200 OK\r\nX-A: ' + b'a' * (8 << 20),
    'continue': lambda: forever(b'', b'HTTP/1.1 100 Continue\r\n\r\n'),
    'plain': lambda: b'HTTP/1.1 200 OK\r\n\r\n' + response(user()),
    'body': lambda: b'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{"a":1}',
    'whole': lambda: response(user()),
    'chunked': lambda: chunked(b'7\r\n{"a":1}\r\n0\r\n\r\n'),
    'http09': lambda: user().encode(),
    'http2': lambda: b'HTTP/2 200\r\n\r\n',
    'close': lambda: b'',
}


def record(kind, body):
    return bytes([kind, 3, 3]) + len(body).to_bytes(2, 'big') + body


def server_hello(suite):
    """Chooses a cipher that nobody offered."""
    body = b'\3\3' + os.urandom(32) + b'\0' + suite + b'\0'
    return record(22, b'\2' + len(body).to_bytes(3, 'big') + body)


HANDSHAKES = {
    'close': lambda: b'',
    'half': lambda: record(22, b'\2\0\0\x50\3\3')[:9],
    'silent': lambda: forever(b'', b'', 1),
    'drip': lambda: forever(b'\x16\3\3\x40\0', b'\2', 1),
    'plain': lambda: response(user()),
    'export': lambda: server_hello(b'\0\3'),
    'null': lambda: server_hello(b'\0\2'),
    'anonymous': lambda: server_hello(b'\0\x34'),
    'rubbish': lambda: b'\xff' * 100000,
    'alerts': lambda: forever(b'', record(21, b'\1\x5a')),
}


def send(connection, data):
    """Until all is sent or nobody takes it any more."""
    for piece in [data] if isinstance(data, bytes) else data:
        connection.sendall(piece)
        # Who only listens hears of the end of the other side here.
        if not piece and ended(connection):
            return


def ended(connection):
    connection.setblocking(False)
    try:
        return not connection.recv(65536)
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    finally:
        connection.setblocking(True)


def read_head(connection):
    head = b''
    while b'\r\n\r\n' not in head:
        got = connection.recv(65536)
        if not got:
            break
        head += got
    return head


def drain(connection):
    """Whatever still comes, for a moment."""
    data = b''
    connection.settimeout(1)
    while True:
        got = connection.recv(65536)
        if not got:
            return data
        data += got


def raw_answer(connection, data):
    """Shows whether any record of application data came."""
    received = b''
    try:
        send(connection, data)
        connection.shutdown(socket.SHUT_WR)
        received += drain(connection)
    finally:
        log('BYTES', len(received) if b'\x17\3\3' in received else 0,
            leak(received))


def context_of(case):
    warnings.simplefilter('ignore', DeprecationWarning)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    name = os.path.join(settings.certificates, case.get('cert', 'good'))
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers(case.get('ciphers', 'DEFAULT') + ':@SECLEVEL=0')
    if 'version' in case:
        context.maximum_version = {
            '1.0': ssl.TLSVersion.TLSv1, '1.1': ssl.TLSVersion.TLSv1_1,
            '1.2': ssl.TLSVersion.TLSv1_2}[case['version']]
    context.load_cert_chain(name + '.pem', name + '.key')
    return context


def converse(connection, case):
    head = read_head(connection)
    first = head.split(b'\r\n')[0].decode(errors='replace').split(' ')
    log(*first[:2], leak(head.split(b'\r\n')[0]))
    count = len(head)
    try:
        answer = ANSWERS[case.get('answer', 'good')]
        if first[1:2] == ['/users/me']:
            send(connection, answer(case))
        else:
            send(connection, response('{}', status='404 Not Found'))
        if case.get('answer') not in ABRUPT:
            count += len(drain(connection))
    finally:
        log('BYTES', count)


def serve_tls(connection, case):
    if 'tls' in case:
        connection.recv(65536)
        raw_answer(connection, HANDSHAKES[case['tls']]())
        return
    try:
        inside = context_of(case).wrap_socket(connection, server_side=True)
    except (OSError, ssl.SSLError):
        log('BYTES 0')
        return
    log('TLS', inside.version())
    try:
        # In TLS 1.3 a refusal comes when the handshake is over.
        converse(inside, case)
    finally:
        inside.close()


def serve_stapled(connection, case):
    """By openssl's own server, since Python's cannot staple."""
    folder = settings.certificates
    server = subprocess.Popen(
        ['openssl', 's_server', '-accept', '127.0.0.1:0', '-naccept', '1',
         '-cert', f'{folder}/good.pem', '-key', f'{folder}/good.key',
         '-status_file', f'{folder}/{case["staple"]}.ocsp', '-HTTP']
        + (['-no_tls1_3'] if case.get('version') == '1.2' else []),
        cwd=os.path.dirname(settings.case), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    port = 0
    for line in server.stdout:
        if line.startswith(b'ACCEPT '):
            port = int(line.rsplit(b':', 1)[1])
            break
    behind = socket.create_connection(('127.0.0.1', port))
    relay = threading.Thread(target=copy, args=(behind, connection))
    relay.start()
    copy(connection, behind)
    relay.join()
    output, _ = server.communicate(timeout=5)
    # It tells which file it was asked for.
    log('BYTES', output.count(b'FILE:'), leak(output))


def copy(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(connection):
    with open(settings.case, encoding='utf-8') as file:
        case = dict(word.split('=', 1) for word in file.read().split())
    try:
        head = read_head(connection)
        first = head.split(b'\r\n')[0].decode(errors='replace')
        if not first.startswith('CONNECT '):
            log('PLAIN', first, leak(head))
            return
        log('CONNECT', first.split(' ')[1], leak(head))
        if 'proxy' in case:
            raw_answer(connection, PROXIES[case['proxy']]())
            return
        connection.sendall(b'HTTP/1.1 200 Connection established\r\n\r\n')
        (serve_stapled if 'staple' in case else serve_tls)(connection, case)
    except (OSError, ssl.SSLError):
        pass
    finally:
        connection.close()
        log('END')


def end_with_parent():
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


def main():
    global settings
    parser = argparse.ArgumentParser()
    for name in ('certificates', 'case', 'log', 'port-file'):
        parser.add_argument('--' + name, required=True)
    settings = parser.parse_args()
    settings.log = open(settings.log, 'a', encoding='utf-8')
    threading.Thread(target=end_with_parent, daemon=True).start()
    gzipped(1)
    server = socket.create_server(('127.0.0.1', 0), backlog=64)
    with open(settings.port_file + '.new', 'w', encoding='utf-8') as file:
        file.write(str(server.getsockname()[1]))
    os.rename(settings.port_file + '.new', settings.port_file)
    while True:
        connection, _ = server.accept()
        threading.Thread(target=serve, args=(connection,),
                         daemon=True).start()


if __name__ == '__main__':
    sys.exit(main())
