"""A mail server on this machine that takes every message over TLS, keeps none, and says how many it took."""

import socket
import ssl
import sys
from pathlib import Path

ANSWERS = {
    b"EHLO": b"250-sink\r\n250-SIZE 10000000\r\n250 8BITMIME",
    b"DATA": b"354 go on",
    b"QUIT": b"221 bye",
}


def main(folder: Path) -> None:
    """Say the port, then serve one connection after another until the standard input ends."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "sink.pem", folder / "sink.key")
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        while True:
            plain, _ = server.accept()
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with context.wrap_socket(plain, server_side=True) as line:
                print(_serve(line), flush=True)


def _serve(line: ssl.SSLSocket) -> int:
    """Talk to one client until it leaves, and return how many messages it brought."""
    taken = 0
    line.sendall(b"220 sink\r\n")
    with line.makefile("rb") as words:
        while command := words.readline():
            verb = command[:4].upper().strip()
            line.sendall(ANSWERS.get(verb, b"250 ok") + b"\r\n")
            if verb == b"QUIT":
                break
            if verb == b"DATA":
                while words.readline() != b".\r\n":
                    pass
                taken += 1
                line.sendall(b"250 taken\r\n")
    return taken


if __name__ == "__main__":
    main(Path(sys.argv[1]))
