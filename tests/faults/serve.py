"""Serves the product on a port of its own and writes the port to the file that it is given."""

import sys
from pathlib import Path
from wsgiref.simple_server import make_server


def main(told: str) -> None:
    """Serve until killed."""
    from dsr_site.wsgi import application

    server = make_server("127.0.0.1", 0, application)
    Path(told).write_text(str(server.server_port))
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
