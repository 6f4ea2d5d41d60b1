"""A PostgreSQL server of one test program, with a database for whoever asks.

It lives in a temporary folder, is reached only by a socket in it, is run by a
user who is not root, and ends with the program. It does not write through to
the disk: what is killed in these tests is landfalld, not the machine.
"""

import atexit
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")


def _user():
    """Whom it runs as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in "postgres", "nobody":
        try:
            return pwd.getpwnam(name)
        except KeyError:
            pass
    raise RuntimeError("there is neither a user postgres nor nobody")


class PostgresServer:

    _shared = None

    @classmethod
    def shared(cls):
        """The one of this program."""
        if cls._shared is None:
            cls._shared = cls()
            atexit.register(cls._shared.remove)
        return cls._shared

    def __init__(self):
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="landfall-pg-"))
        user = _user()
        self._as = {} if user is None else {
            "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        if user is not None:
            os.chown(self._folder, user.pw_uid, user.pw_gid)
        self._count = 0
        self._process = None
        subprocess.run(
            [PROGRAMS / "initdb", "--pgdata", self._folder / "data",
             "--username", "landfall", "--auth", "trust", "--encoding", "UTF8",
             "--locale", "C", "--no-sync", "--no-instructions"],
            cwd=self._folder, check=True, stdout=subprocess.DEVNULL, **self._as)
        self.start()

    def start(self):
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [PROGRAMS / "postgres", "-D", self._folder / "data",
                 "-c", "listen_addresses=",
                 "-c", f"unix_socket_directories={self._folder}",
                 "-c", "fsync=off", "-c", "full_page_writes=off"],
                cwd=self._folder, stdout=log, stderr=log, **self._as)
        for _ in range(600):
            if self._psql("SELECT 1", check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError("PostgreSQL does not start")

    def kill(self):
        """Ends it at once, as a crash does."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait()

    def new_url(self):
        """The connection string of a new database."""
        self._count += 1
        self._psql(f"CREATE DATABASE test_{self._count}")
        return f"postgresql://landfall@/test_{self._count}?host={self._folder}"

    def remove(self):
        if self._process.poll() is None:
            self.kill()
        shutil.rmtree(self._folder)

    def ask(self, url, sql):
        """The one value that the statement answers there."""
        return self._psql(sql, url=url).stdout.strip()

    def _psql(self, sql, check=True, url=None):
        if url is None:
            url = f"postgresql://landfall@/postgres?host={self._folder}"
        return subprocess.run(
            [PROGRAMS / "psql", "--no-psqlrc", "--quiet", "--tuples-only",
             "--no-align", "--command", sql, url],
            check=check, stdout=subprocess.PIPE, text=True,
            stderr=None if check else subprocess.DEVNULL)


def with_store(config, store=os.environ.get("LANDFALL_TEST_STORE", "")):
    """The configuration with a database of its own as the store, when the
    environment says LANDFALL_TEST_STORE=postgres."""
    if not store:
        return config
    if store != "postgres":
        raise ValueError(f"LANDFALL_TEST_STORE={store}: only postgres is known")
    embedded = "store: {path: ./landfall-data}"
    if embedded not in config:
        raise ValueError("the configuration does not say where its store is")
    url = PostgresServer.shared().new_url()
    return config.replace(embedded, f'store: {{postgres: "{url}"}}')
