"""The reverse proxy of deploy/nginx.conf in front of the web channel, with the addresses of the test put in."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest
import requests

from .client import Visitor, texts
from .conftest import PROJECT, FakeServer, StartServer

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
# Everything that nginx writes goes to the test's own directory.
_AROUND = """
daemon off; master_process off; pid {directory}/pid; error_log {directory}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {directory}/body; proxy_temp_path {directory}/proxy; fastcgi_temp_path {directory}/fastcgi;
  uwsgi_temp_path {directory}/uwsgi; scgi_temp_path {directory}/scgi;
  include {directory}/site.conf;
}}
"""


@pytest.fixture(scope="module")
def ariane(start_server: StartServer) -> FakeServer:
    """Ariane as deploy/ariane.service starts her, with room for few conversations."""
    return start_server(SANIC_PROXIES_COUNT="1", ARIANE_SESSIONS_PER_ADDRESS="8", ARIANE_DEMO_PAGE="0")


@pytest.fixture(scope="module")
def proxy(ariane: FakeServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start nginx without its certificate; give its address."""
    if NGINX is None:
        pytest.skip("nginx manque : « apt-get install nginx-light ».")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    directory = tmp_path_factory.mktemp("nginx")
    site = (PROJECT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert "listen 443 ssl;" in site
    site = site.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    site = site.replace("127.0.0.1:5005", f"127.0.0.1:{ariane.port}")
    assert "rate=20r/s" in site
    site = site.replace("rate=20r/s", "rate=1r/m")  # so that a slow machine reaches the ceiling too
    (directory / "site.conf").write_text(site, encoding="utf-8")
    (directory / "nginx.conf").write_text(_AROUND.format(directory=directory), encoding="utf-8")
    process = subprocess.Popen([NGINX, "-c", str(directory / "nginx.conf")], stderr=subprocess.PIPE)
    try:
        wait_until_open(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def wait_until_open(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(200):
        assert process.poll() is None, process.stderr and process.stderr.read()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx did not start")


def test_a_conversation_goes_through(proxy: str) -> None:
    visitor = Visitor(proxy)
    visitor.begin()
    assert texts(visitor.say("bonjour")) == ["Vous avez écrit : bonjour"]
    assert len(visitor.history()) == 2
    assert visitor.say("a" * 1001).json()["error"] == "message_too_long"
    assert visitor.erase().json() == {"erased": True}


def test_the_script_goes_through_compressed(proxy: str) -> None:
    script = requests.get(f"{proxy}/widget/ariane-chat.js", timeout=5)
    assert script.headers["Content-Encoding"] == "gzip"
    assert script.content == (PROJECT / "widget" / "dist" / "ariane-chat.js").read_bytes()


OTHER_PATHS = ["/", "/health", "/handled", "/webhooks/rest/webhook", "/webhooks/web/", "/webhooks/web/messages/"]


@pytest.mark.parametrize("path", [*OTHER_PATHS, "/widget/demo.css"])
def test_nothing_else_goes_through(proxy: str, path: str) -> None:
    answer = requests.get(proxy + path, timeout=5)
    assert answer.status_code == 404
    assert "nginx" in answer.text  # refused by the proxy itself, not by Ariane


def test_nobody_invents_an_address(proxy: str) -> None:
    """What a visitor writes in X-Forwarded-For does not get them more conversations."""
    begun = []
    for number in range(6):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        answer = requests.post(f"{proxy}/webhooks/web/session", json={}, headers=headers, timeout=5)
        begun.append(answer.status_code)
    assert 429 in begun
    refused = requests.post(f"{proxy}/webhooks/web/session", json={}, timeout=5)
    assert refused.json()["error"] == "too_many_requests"
    assert refused.headers["Retry-After"] == str(refused.json()["retry_after"])


def test_a_stopped_ariane_is_told_in_french(proxy: str, ariane: FakeServer) -> None:
    ariane.stop()
    answer = requests.get(f"{proxy}/webhooks/web/history", timeout=5)
    assert answer.status_code == 503
    assert answer.json()["error"] == "starting"
    assert "démarre" in answer.json()["message"]
    ariane.start()


def test_the_ceiling_of_nginx_speaks_like_ariane(proxy: str) -> None:
    with requests.Session() as http:
        for _ in range(120):
            answer = http.get(f"{proxy}/webhooks/web/history", timeout=5)
            if answer.status_code != 200:
                break
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "5"
    assert answer.json()["error"] == "too_many_requests"
    assert answer.json()["message"].startswith("Beaucoup de demandes")
