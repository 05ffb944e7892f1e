"""What the tests of services share: a database of our own on this machine's PostgreSQL."""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

Settings = dict[str, Any]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Settings]:
    """Make a database of our own on this machine's PostgreSQL, and drop it at the end; skip where there is none."""
    host, port = "127.0.0.1", int(os.environ.get("PGPORT", "5432"))
    user, password = os.environ.get("PGUSER", "postgres"), os.environ.get("PGPASSWORD")
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        pytest.skip(f"no PostgreSQL at {host}:{port} (PGPORT, PGUSER and PGPASSWORD say which one to use)")
    name = f"ariane_test_{uuid.uuid4().hex}"
    url = sa.engine.URL.create("postgresql", user, password, host, port, "postgres")
    server = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
    except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
        pytest.skip(f"PostgreSQL at {host}:{port} gives {user} no database: {str(error.orig).splitlines()[0]}")
    yield {"dialect": "postgresql", "host": f"{host}:{port}", "db": name, "username": user, "password": password}
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
