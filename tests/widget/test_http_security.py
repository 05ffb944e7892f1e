"""The web channel over HTTP: every way into somebody else's conversation, and every way to overload the server."""

from __future__ import annotations

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from ariane.channels.sessions import SessionSigner

from .client import Visitor, new_id, texts
from .conftest import OTHER_SITE, FakeServer, StartServer
from .fake_ariane import SALARY_PAYLOAD

KEY = "test-key-" * 5


@pytest.fixture(scope="module")
def keyed(start_server: StartServer) -> FakeServer:
    """A server whose signing key the test knows, to make tokens that expired or that it never gave."""
    return start_server(ARIANE_SECRET_KEY=KEY, ARIANE_ENABLE_REST="1", ARIANE_DEMO_PAGE="0")


@pytest.fixture(scope="module")
def behind(start_server: StartServer) -> FakeServer:
    """A server with narrow limits behind a declared proxy."""
    return start_server(ARIANE_RATE_PER_VISITOR="20", ARIANE_SESSIONS_PER_ADDRESS="2", SANIC_PROXIES_COUNT="1")


def test_a_conversation_belongs_to_its_cookie(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    assert texts(visitor.say("bonjour")) == ["Vous avez écrit : bonjour"]
    assert [message["text"] for message in visitor.history()] == ["bonjour", "Vous avez écrit : bonjour"]


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(fake: FakeServer) -> None:
    answer = Visitor(fake.url).post("session", {})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Max-Age" not in cookie  # gone with the browser
    assert "token" not in answer.text


def test_away_from_this_machine_the_cookie_needs_https(fake: FakeServer) -> None:
    headers = {"Host": "ariane.exemple.fr", "Origin": "https://ariane.exemple.fr"}
    answer = requests.post(f"{fake.url}/webhooks/web/session", json={}, headers=headers, timeout=5)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-ariane=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    planted = {**headers, "Cookie": cookie.replace("__Host-", "").split(";")[0]}
    history = requests.get(f"{fake.url}/webhooks/web/history", headers=planted, timeout=5)
    assert history.json()["known"] is False


def test_two_visitors_are_kept_apart(fake: FakeServer) -> None:
    first, second = Visitor(fake.url), Visitor(fake.url)
    first.begin()
    second.begin()
    first.say("je suis la première")
    second.say("je suis le second")
    assert first.history()[0]["text"] == "je suis la première"
    assert len(first.history()) == len(second.history()) == 2


def test_without_a_session_nothing_is_read_written_or_erased(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    assert visitor.history() == []
    for answer in (visitor.say("bonjour"), visitor.erase()):
        assert answer.status_code == 401
        assert answer.json()["error"] == "no_session"


@pytest.mark.parametrize("kind", ["forged", "tampered", "other conversation", "guessed", "other channel", "sender id"])
def test_a_token_that_the_server_did_not_give_opens_nothing(fake: FakeServer, kind: str) -> None:
    victim, other = Visitor(fake.url), Visitor(fake.url)
    victim.begin()
    other.begin()
    victim.say("secret")
    version, conversation, expiry, signature = victim.cookie().split(".")
    token = {
        "forged": f"{version}.{conversation}.{expiry}.{'A' * 43}",
        "tampered": f"{version}.{conversation}.{int(expiry) + 1}.{signature}",
        "other conversation": f"{version}.{conversation}.{expiry}.{other.cookie().split('.')[3]}",
        "guessed": SessionSigner(b"ariane" * 8, 3600).issue(conversation)[1],
        "other channel": "33612345678",
        "sender id": f"web-{conversation}",
    }[kind]
    for headers in ({"Cookie": f"ariane={token}"}, {"Authorization": f"Bearer {token}"}):
        history = requests.get(f"{fake.url}/webhooks/web/history", headers=headers, timeout=5)
        assert history.json() == {"messages": [], "known": False}
        body = {"id": new_id(), "text": "bonjour"}
        said = requests.post(f"{fake.url}/webhooks/web/messages", json=body, headers=headers, timeout=5)
        assert said.status_code == 401
        erased = requests.delete(f"{fake.url}/webhooks/web/conversation", headers=headers, timeout=5)
        assert erased.status_code == 401
    assert victim.history()[0]["text"] == "secret"


def test_an_expired_token_opens_nothing(keyed: FakeServer) -> None:
    visitor = Visitor(keyed.url)
    visitor.begin()
    visitor.say("secret")
    conversation = visitor.cookie().split(".")[1]
    expired = SessionSigner(KEY.encode(), 3600, clock=lambda: time.time() - 3601).issue(conversation)[1]
    valid = SessionSigner(KEY.encode(), 3600).issue(conversation)[1]
    assert visitor.with_cookie(expired).json()["known"] is False
    assert len(visitor.with_cookie(valid).json()["messages"]) == 2


def test_a_signed_conversation_of_another_channel_stays_out_of_reach(keyed: FakeServer) -> None:
    """Even with a valid signature, the name in Rasa begins with web-: a telephone number can't be reached."""
    rest = {"sender": "0" * 32, "message": "bonjour"}
    assert requests.post(f"{keyed.url}/webhooks/rest/webhook", json=rest, timeout=5).ok
    token = SessionSigner(KEY.encode(), 3600).issue("0" * 32)[1]
    assert Visitor(keyed.url).with_cookie(token).json()["messages"] == []


def test_an_ageing_token_is_renewed_for_the_same_conversation(keyed: FakeServer) -> None:
    visitor = Visitor(keyed.url)
    visitor.begin()
    conversation = visitor.cookie().split(".")[1]
    old = SessionSigner(KEY.encode(), 3600).issue(conversation)[1]  # the server gives 24 hours
    headers = {"Cookie": f"ariane={old}"}
    body = {"id": new_id(), "text": "bonjour"}
    answer = requests.post(f"{keyed.url}/webhooks/web/messages", json=body, headers=headers, timeout=5)
    assert answer.cookies["ariane"].split(".")[1] == conversation


# --- Other sites ---


def test_an_allowed_site_gets_a_token_and_no_cookie(fake: FakeServer) -> None:
    visitor = Visitor(fake.url, OTHER_SITE)
    assert visitor.begin()["token"]
    assert not visitor.http.cookies
    answer = visitor.say("bonjour")
    assert texts(answer) == ["Vous avez écrit : bonjour"]
    assert answer.headers["Access-Control-Allow-Origin"] == OTHER_SITE
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert len(visitor.history()) == 2


def test_an_allowed_site_cannot_use_the_cookie_of_our_own_pages(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    visitor.say("secret")
    visitor.headers = {"Origin": OTHER_SITE}
    assert visitor.history() == []
    assert visitor.say("bonjour").status_code == 401


@pytest.mark.parametrize("origin", ["https://mechant.fr", "null", "http://www.exemple.fr", f"{OTHER_SITE}.mechant.fr"])
def test_another_site_gets_nothing(fake: FakeServer, origin: str) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    visitor.headers = {"Origin": origin}
    for answer in (visitor.post("session", {}), visitor.say("bonjour"), visitor.erase()):
        assert answer.status_code == 403
        assert answer.json()["error"] == "unknown_origin"
        assert "Access-Control-Allow-Origin" not in answer.headers
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    preflight = requests.options(f"{visitor.api}/messages", headers=asked, timeout=5)
    assert "Access-Control-Allow-Origin" not in preflight.headers


def test_a_browser_on_an_allowed_site_may_ask_before_sending(fake: FakeServer) -> None:
    headers = {"Origin": OTHER_SITE, "Access-Control-Request-Method": "POST"}
    preflight = requests.options(f"{fake.url}/webhooks/web/messages", headers=headers, timeout=5)
    assert preflight.ok
    assert preflight.headers["Access-Control-Allow-Origin"] == OTHER_SITE
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]


def test_errors_can_be_read_by_an_allowed_site(fake: FakeServer) -> None:
    answer = Visitor(fake.url, OTHER_SITE).say("bonjour")
    assert answer.status_code == 401
    assert answer.headers["Access-Control-Allow-Origin"] == OTHER_SITE


# --- Injection ---


@pytest.mark.parametrize("typed", [SALARY_PAYLOAD, "/restart", "  /greet", "//greet", "\u2003/greet", "\x00/greet"])
def test_a_typed_command_is_not_obeyed(fake: FakeServer, typed: str) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    (answer,) = texts(visitor.say(typed))
    assert answer.startswith("Vous avez écrit : ")
    assert "/greet" not in answer


def test_a_button_is_obeyed_once_it_was_offered(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    refused = visitor.press(SALARY_PAYLOAD)
    assert refused.status_code == 409
    assert refused.json()["error"] == "choice_not_offered"
    visitor.say("metier")
    (answer,) = texts(visitor.press(SALARY_PAYLOAD))
    assert answer.startswith("En France, en 2024")
    assert [message["text"] for message in visitor.history() if message["from"] == "visitor"] == [
        "metier",
        "Le salaire",
    ]


@pytest.mark.parametrize(
    "payload", ["/restart", "/ask_salary", SALARY_PAYLOAD + " ", '/ask_salary{"job":"cdo"}', "bonjour"]
)
def test_a_button_that_was_not_offered_is_refused(fake: FakeServer, payload: str) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    visitor.say("metier")
    assert visitor.press(payload).status_code == 409
    assert len(visitor.history()) == 2


def test_a_button_offered_to_somebody_else_is_refused(fake: FakeServer) -> None:
    first, second = Visitor(fake.url), Visitor(fake.url)
    first.begin()
    second.begin()
    first.say("metier")
    assert second.press(SALARY_PAYLOAD).status_code == 409


def test_an_opinion_needs_an_answer_that_asks_for_it(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    asked = visitor.say("metier").json()["messages"][0]["id"]
    plain = visitor.say("bonjour").json()["messages"][0]["id"]

    def opine(about: str) -> requests.Response:
        return visitor.post("messages", {"id": new_id(), "feedback": "up", "about": about})

    assert opine(plain).status_code == 409
    assert opine("0123456789abcdef.0").status_code == 409
    assert texts(opine(asked)) == ["Merci pour votre avis !"]
    assert next(message for message in visitor.history() if message.get("id") == asked)["opinion"] == "up"


# --- Formats and sizes ---


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "text/json"],
)
def test_only_json_is_read(fake: FakeServer, content_type: str) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    body = json.dumps({"id": new_id(), "text": "bonjour"})
    headers = {**visitor.headers, "Content-Type": content_type}
    answer = visitor.http.post(f"{visitor.api}/messages", data=body, headers=headers, timeout=5)
    assert answer.status_code == 415
    assert visitor.history() == []


def test_json_with_a_charset_is_read(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    body = json.dumps({"id": new_id(), "text": "déjà"}).encode()
    headers = {**visitor.headers, "Content-Type": "application/json; charset=utf-8"}
    answer = visitor.http.post(f"{visitor.api}/messages", data=body, headers=headers, timeout=5)
    assert texts(answer) == ["Vous avez écrit : déjà"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"id":1}', b"[" * 5000])
def test_broken_json_is_refused(fake: FakeServer, body: bytes) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    headers = {**visitor.headers, "Content-Type": "application/json"}
    answer = visitor.http.post(f"{visitor.api}/messages", data=body, headers=headers, timeout=5)
    assert answer.status_code == 400
    assert answer.json() == {"error": "bad_request", "message": "Cette demande n’a pas été comprise."}


def test_a_message_that_is_too_long_is_refused(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    assert visitor.say("é" * 1000).status_code == 200
    answer = visitor.say("é" * 1001)
    assert answer.status_code == 422
    assert "1\u00a0000" in answer.json()["message"]
    assert visitor.say("  ").json()["error"] == "empty_message"


def test_a_thousand_emoji_pass_however_they_are_written(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    body = json.dumps({"id": new_id(), "text": "👩" * 1000}, ensure_ascii=True)
    headers = {**visitor.headers, "Content-Type": "application/json"}
    assert visitor.http.post(f"{visitor.api}/messages", data=body, headers=headers, timeout=5).ok


@pytest.mark.parametrize("chunked", [False, True])
def test_a_huge_body_is_cut_off_before_it_is_read(fake: FakeServer, chunked: bool) -> None:
    """The server answers without waiting for the ten megabytes that were announced."""
    visitor = Visitor(fake.url)
    visitor.begin()
    size = 10_000_000
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
    head = (
        "POST /webhooks/web/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Cookie: ariane={visitor.cookie()}\r\n{length}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", fake.port), timeout=5) as connection:
        connection.sendall(head.encode() + (b"989680\r\n" if chunked else b"") + b"a" * 20_000)
        assert b" 413 " in connection.recv(1000).split(b"\r\n")[0]


def test_half_a_surrogate_pair_does_no_harm(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    headers = {**visitor.headers, "Content-Type": "application/json"}
    body = f'{{"id": "{new_id()}", "text": "a\\ud800b"}}'
    answer = visitor.http.post(f"{visitor.api}/messages", data=body, headers=headers, timeout=5)
    assert texts(answer) == ["Vous avez écrit : a?b"]


# --- Limits ---


def test_a_visitor_in_a_hurry_is_asked_to_wait(behind: FakeServer) -> None:
    hasty, calm = Visitor(behind.url), Visitor(behind.url)
    for number, visitor in enumerate((hasty, calm)):
        visitor.headers["X-Forwarded-For"] = f"198.51.100.{number}"
        visitor.begin()
    answers = [hasty.say("bonjour") for _ in range(10)]
    assert [answer.status_code for answer in answers] == [200] * 10
    while len(answers) < 40 and answers[-1].ok:  # a busy machine leaves time for one or two more
        answers.append(hasty.say("bonjour"))
    last = answers[-1]
    assert last.status_code == 429
    assert last.headers["Retry-After"] == str(last.json()["retry_after"])
    assert 1 <= last.json()["retry_after"] <= 3
    assert "Réessayez dans" in last.json()["message"]
    assert calm.say("bonjour").status_code == 200
    time.sleep(last.json()["retry_after"])
    assert hasty.say("bonjour").status_code == 200


def test_an_address_is_limited_whatever_conversations_it_begins(start_server: StartServer) -> None:
    server = start_server(ARIANE_SESSIONS_PER_ADDRESS="6", ARIANE_RATE_PER_ADDRESS="40")
    begun = [begin_from(server, f"192.0.2.{number}") for number in range(5)]
    assert begun == [200] * 3 + [429] * 2  # no proxy is declared: what the header says counts for nothing
    guesses = [Visitor(server.url).say("bonjour").status_code for _ in range(40)]
    assert guesses.count(401) < 30
    assert 429 in guesses


def test_a_declared_proxy_tells_the_visitors_address(behind: FakeServer) -> None:
    assert [begin_from(behind, f"192.0.2.{number}") for number in range(3)] == [200] * 3
    assert begin_from(behind, "192.0.2.1") == 429
    assert begin_from(behind, "203.0.113.9, 192.0.2.1") == 429  # what the visitor wrote before the proxy did


def begin_from(server: FakeServer, address: str) -> int:
    headers = {"X-Forwarded-For": address}
    return requests.post(f"{server.url}/webhooks/web/session", json={}, headers=headers, timeout=5).status_code


# --- Once and only once ---


def test_a_message_sent_again_is_answered_again_and_handled_once(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    before, message = fake.handled(), new_id()
    first = visitor.say("deux", message)
    visitor.say("bonjour")
    again = visitor.say("deux", message)
    assert first.json() == again.json()
    assert [answer["text"] for answer in again.json()["messages"]] == ["Première réponse.", "Seconde réponse."]
    assert fake.handled() == before + 2
    assert len(visitor.history()) == 5


def test_a_message_sent_twice_at_once_is_handled_once(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    before, message = fake.handled(), new_id()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: visitor.say("lent", message), range(4)))
    assert {answer.text for answer in answers} == {answers[0].text}
    assert answers[0].ok
    assert fake.handled() == before + 1


def test_a_visitor_who_is_cut_off_finds_the_answer(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    before, message = fake.handled(), new_id()
    with pytest.raises(requests.Timeout):
        visitor.http.post(
            f"{visitor.api}/messages", json={"id": message, "text": "lent"}, headers=visitor.headers, timeout=0.4
        )
    assert texts(visitor.say("lent", message)) == ["Vous avez écrit : lent"]
    assert fake.handled() == before + 1


def test_a_message_is_handled_once_across_a_restart(keyed: FakeServer) -> None:
    visitor = Visitor(keyed.url)
    visitor.begin()
    message = new_id()
    first = visitor.say("metier", message)
    keyed.stop()
    keyed.start()
    assert visitor.say("metier", message).json() == first.json()
    assert keyed.handled() == 0
    assert texts(visitor.press(SALARY_PAYLOAD))[0].startswith("En France")


def test_messages_of_one_visitor_are_handled_in_turn(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(visitor.say, ["un", "lent", "trois"]))
    kinds = [message["from"] for message in visitor.history()]
    assert kinds == ["visitor", "ariane"] * 3


def test_the_same_id_of_two_visitors_is_two_messages(fake: FakeServer) -> None:
    first, second = Visitor(fake.url), Visitor(fake.url)
    first.begin()
    second.begin()
    message = new_id()
    assert texts(first.say("le mien", message)) == ["Vous avez écrit : le mien"]
    assert texts(second.say("le sien", message)) == ["Vous avez écrit : le sien"]


# --- Failures ---


def test_a_failure_is_told_in_french_and_can_be_tried_again(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    answer = visitor.say("panne")
    assert answer.status_code == 500
    assert answer.json()["message"] == "Ariane rencontre une difficulté. Réessayez dans un instant."
    assert visitor.history() == []


@pytest.mark.parametrize("text", ["vide", "rien"])
def test_a_question_never_stays_without_a_word(fake: FakeServer, text: str) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    assert texts(visitor.say(text)) == ["Je n’arrive pas à vous répondre pour le moment. Réessayez dans un instant."]


def test_an_unknown_address_is_json_too(fake: FakeServer) -> None:
    answer = requests.get(f"{fake.url}/webhooks/web/conversations", timeout=5)
    assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "messages"), ("PUT", "messages"), ("POST", "history"), ("GET", "session"), ("PATCH", "conversation")],
)
def test_a_wrong_method_is_told_in_json_too(fake: FakeServer, method: str, path: str) -> None:
    answer = requests.request(method, f"{fake.url}/webhooks/web/{path}", timeout=5)
    assert (answer.status_code, answer.json()["error"]) == (405, "not_allowed")
    assert answer.json()["message"].endswith(".")


def test_the_log_names_no_visitor(keyed: FakeServer) -> None:
    """Neither conversations nor tokens, addresses or words, not even when something fails."""
    visitor = Visitor(keyed.url)
    visitor.begin()
    visitor.say("ma question secrète")
    visitor.say("panne")
    visitor.press("/choix_secret")
    visitor.with_cookie(visitor.cookie() + "x")
    visitor.headers["X-Forwarded-For"] = "203.0.113.77"
    visitor.history()
    _, conversation, _, signature = visitor.cookie().split(".")
    assert visitor.erase().ok
    log = keyed.log()
    assert "scripted failure" in log  # the failure itself is there, with its traceback
    assert "X-Forwarded-For" in log  # and the warning about an undeclared proxy
    for private in (conversation, signature, "secrète", "choix_secret", "203.0.113.77"):
        assert private not in log


# --- Erasing and beginning anew ---


def test_erasing_leaves_nothing_and_forgets_the_visitor(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    visitor.say("secret")
    cookie = visitor.cookie()
    answer = visitor.erase()
    assert answer.json() == {"erased": True}
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    assert visitor.with_cookie(cookie).json()["messages"] == []
    late = {"id": new_id(), "text": "écrit avant, arrivé après"}
    headers = {"Cookie": f"ariane={cookie}"}
    assert requests.post(f"{visitor.api}/messages", json=late, headers=headers, timeout=5).status_code == 401
    assert visitor.with_cookie(cookie).json()["messages"] == []


def test_erasing_waits_for_the_message_under_way(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    cookie = visitor.cookie()
    with ThreadPoolExecutor(1) as pool:
        saying = pool.submit(visitor.say, "lent")
        time.sleep(0.4)
        assert visitor.erase().ok
        assert saying.result().ok
    assert visitor.with_cookie(cookie).json()["messages"] == []


def test_a_new_conversation_leaves_the_old_one_alone(fake: FakeServer) -> None:
    visitor = Visitor(fake.url)
    visitor.begin()
    visitor.say("avant")
    old = visitor.cookie()
    assert visitor.begin(new=True)["new"]
    assert visitor.cookie().split(".")[1] != old.split(".")[1]
    assert visitor.history() == []
    assert visitor.begin() == {"new": False}


def test_a_session_takes_no_other_wish(fake: FakeServer) -> None:
    assert Visitor(fake.url).post("session", {"conversation": "0" * 32}).status_code == 400


# --- The REST channel ---


def test_rest_is_off_unless_asked_for(fake: FakeServer) -> None:
    body = {"sender": "x", "message": "bonjour"}
    assert requests.post(f"{fake.url}/webhooks/rest/webhook", json=body, timeout=5).status_code == 404


def test_rest_answers_programs_of_this_machine_only(keyed: FakeServer) -> None:
    address, body = f"{keyed.url}/webhooks/rest/webhook", {"sender": "x", "message": "bonjour"}
    assert requests.post(address, json=body, timeout=5).json()[0]["text"] == "Vous avez écrit : bonjour"
    for headers in ({"Origin": keyed.url}, {"X-Forwarded-For": "192.0.2.1"}, {"Via": "1.1 proxy"}):
        assert requests.post(address, json=body, headers=headers, timeout=5).status_code == 403
    assert requests.post(address, data=json.dumps(body), timeout=5).status_code == 400
    assert requests.post(address, json=[body], timeout=5).status_code == 400


# --- Pages ---


def test_pages_have_a_strict_policy_and_nothing_inline(fake: FakeServer) -> None:
    for path in ("/", "/chat"):
        page = requests.get(fake.url + path, timeout=5)
        assert page.ok
        policy = page.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "<style" not in page.text
        assert " style=" not in page.text
        assert "<script>" not in page.text
        assert "http://" not in page.text


def test_the_script_may_be_loaded_by_any_site_and_kept_by_browsers(fake: FakeServer) -> None:
    script = requests.get(f"{fake.url}/widget/ariane-chat.js", timeout=5)
    assert script.headers["Access-Control-Allow-Origin"] == "*"
    assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert script.headers["Content-Encoding"] == "gzip"
    assert script.headers["Content-Type"].startswith("text/javascript")
    etag = {"If-None-Match": script.headers["ETag"]}
    assert requests.get(f"{fake.url}/widget/ariane-chat.js", headers=etag, timeout=5).status_code == 304
    plain = requests.get(f"{fake.url}/widget/ariane-chat.js", headers={"Accept-Encoding": ""}, timeout=5)
    assert plain.text == script.text


def test_files_around_the_widget_are_not_served(fake: FakeServer) -> None:
    for path in ("/widget/package.json", "/widget/../pyproject.toml", "/widget/src/client.js", "/widget/"):
        assert requests.get(fake.url + path, timeout=5).status_code == 404


def test_the_demonstration_can_be_left_out(keyed: FakeServer) -> None:
    assert requests.get(f"{keyed.url}/chat", timeout=5).status_code == 404
    assert requests.get(f"{keyed.url}/widget/ariane-chat.js", timeout=5).ok


def test_health_says_whether_ariane_answers_and_nothing_else(fake: FakeServer) -> None:
    answer = requests.get(f"{fake.url}/health", timeout=5)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
