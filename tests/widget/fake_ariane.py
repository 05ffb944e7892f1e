"""A scripted assistant behind the real web channel: starts in seconds, answers what the tests need.

It keeps conversations in Rasa's own SQL tracker store, so that history, buttons offered and restarts are real.
Run by itself (python fake_ariane.py --port 5105 --database FILE) it is also handy to work on the widget.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage, register
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic_cors import CORS

from ariane.channels.rest import LocalRestChannel
from ariane.channels.web import WebChannel

SALARY_PAYLOAD = '/ask_salary{"job":"data-scientist"}'
NEXT = [
    {"title": "Le salaire", "payload": SALARY_PAYLOAD},
    {"title": "La formation", "payload": '/ask_training{"job":"data-scientist"}'},
    {"title": "Comparer avec data analyst", "payload": "/ask_comparison"},
]
AGAIN = {"title": "Encore", "payload": "/again"}
SOURCES = [
    {
        "title": "Les salaires des cadres de l’informatique",
        "publisher": "Apec",
        "date": "2024-09-11",
        "url": "https://www.exemple.fr/etude?annee=2024&famille=data",
    },
    {"title": "Adresse dangereuse", "publisher": "Personne", "date": "2023", "url": "javascript:alert(1)"},
]
DESCRIPTION = {
    "text": "Le data scientist tire d’un grand nombre de données des réponses utiles à une entreprise : il les réunit, "
    "les nettoie, construit des modèles, puis explique ce qu’ils montrent.\n\nSon travail tient en trois temps :\n"
    "- comprendre la question posée ;\n- construire et vérifier un modèle ;\n- présenter le résultat.",
    "buttons": NEXT,
    "custom": {"sources": SOURCES, "feedback": True},
}
SALARY = {
    "text": "En France, en 2024, un data scientist débutant gagne de 38 000 à 46 000 € brut par an. "
    "Avec de l’expérience, la rémunération dépasse souvent 60 000 €.",
    "buttons": NEXT[1:],
    "custom": {
        "chart": {
            "title": "Salaire du data scientist, selon l’expérience",
            "unit": "€ brut par an",
            "bars": [
                {"label": "Débutant (0 à 2 ans)", "low": 38000, "typical": 42000, "high": 46000},
                {
                    "label": "Confirmé (3 à 5 ans)",
                    "low": 45000,
                    "typical": 52000,
                    "high": 60000,
                    "note": "Île-de-France",
                },
                {"label": "Senior (6 ans et plus)", "low": 58000, "high": 75000},
            ],
        },
        "sources": SOURCES[:1],
        "feedback": True,
    },
}
TABLE = {
    "text": "Voici les deux métiers côte à côte. Le data analyst convient à qui aime expliquer ; "
    "le data scientist à qui aime construire des modèles.",
    "custom": {
        "table": {
            "columns": ["Critère", "Data analyst", "Data scientist"],
            "rows": [
                ["Mission", "Décrire ce que disent les données", "Prévoir à partir des données"],
                ["Études", "bac+3 à bac+5", "bac+5"],
                ["Salaire de début, en 2024", "de 35 000 à 42 000 €", "de 38 000 à 46 000 €"],
                ["Mathématiques", "statistiques", "statistiques, algèbre, probabilités"],
            ],
        },
        "feedback": True,
    },
}
TABLE_OF_THREE = {
    "text": "Voici les trois métiers côte à côte.",
    "custom": {
        "table": {
            "columns": ["Critère", "Data analyst", "Data scientist", "Data engineer"],
            "rows": [
                ["Ce qu’on y fait", "Décrire ce que disent les données", "Prévoir à partir des données", "Les livrer"],
                ["Compétences clés", "statistiques, échantillonnage", "algèbre, probabilités", "Spark, Java ou Scala"],
                ["Études", "bac+3", "bac+5", "bac+5"],
            ],
        },
    },
}
SCRIPT: dict[str, list[dict[str, Any]]] = {
    "metier": [DESCRIPTION],
    SALARY_PAYLOAD: [SALARY],
    "salaire": [SALARY],
    "tableau": [TABLE],
    "/ask_comparison": [TABLE],
    "trois": [TABLE_OF_THREE],
    "deux": [{"text": "Première réponse."}, {"text": "Seconde réponse.", "buttons": NEXT[:1]}],
    "balises": [{"text": '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script> & <b>gras</b>'}],
    "liens": [
        {"text": "Voyez https://www.exemple.fr/page_(1). Ou bien javascript:alert(1), ou http://exemple.fr/?a=1&b=2."}
    ],
    "appel": [{"text": "Vous pouvez appeler.", "buttons": [{"title": "Appeler le 3114", "url": "tel:3114"}]}],
    "long": [
        {"text": "\n\n".join(f"Paragraphe {n} : " + "des données, des modèles, des métiers. " * 5 for n in range(8))}
    ],
    "boutons": [{"text": "Voici.", "buttons": [AGAIN]}],
    "/again": [{"text": "Voici.", "buttons": [AGAIN]}],
    "vide": [],
    "rien": [{"custom": {}}],
    "efface": [{"text": "Tout est effacé.", "custom": {"reset": True}}],
    "/feedback_positive": [{"text": "Merci pour votre avis !"}],
    "/feedback_negative": [{"text": "Merci, nous en tiendrons compte."}],
}


class ScriptedAgent:
    """What the channel needs of Rasa's agent. `obeyed` would hold commands that a visitor typed."""

    def __init__(self, database: Path) -> None:
        self.tracker_store = SQLTrackerStore(Domain.empty(), db=str(database))
        self.lock_store = InMemoryLockStore()
        self.handled = 0

    def is_ready(self) -> bool:
        return True

    async def handle_message(self, message: UserMessage) -> None:
        async with self.lock_store.lock(message.sender_id):
            tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
            text = message.text or ""
            tracker.update(
                UserUttered(
                    text, input_channel=message.input_channel, message_id=message.message_id, metadata=message.metadata
                )
            )
            self.handled += 1
            if text == "lent":
                await asyncio.sleep(1.5)
            if text == "panne":
                raise RuntimeError("scripted failure")
            for answer in self._answers(text):
                event = BotUttered(answer.get("text"), {k: v for k, v in answer.items() if k != "text"})
                tracker.update(event)
                assert message.output_channel is not None
                await message.output_channel.send_response(message.sender_id, event.message())
            await self.tracker_store.save(tracker)

    def _answers(self, text: str) -> list[dict[str, Any]]:
        if text in SCRIPT:
            return SCRIPT[text]
        if text.startswith("/"):
            return [{"text": f"OBÉI À {text}"}]
        return [{"text": f"Vous avez écrit : {text}", "buttons": NEXT}]

    async def erase(self, sender_id: str) -> None:
        with self.tracker_store.session_scope() as session:
            session.query(SQLTrackerStore.SQLEvent).filter_by(sender_id=sender_id).delete()
            session.commit()


async def _erase(agent: ScriptedAgent, sender_id: str) -> None:
    await agent.erase(sender_id)


def make_app(database: Path) -> Sanic:
    """Return a server like the one that Rasa starts without its HTTP API: same root page, same CORS extension."""
    app = Sanic("fake_ariane", configure_logging=False)

    @app.get("/")
    async def hello(request: Request) -> HTTPResponse:
        return response.text("Hello from Rasa: 3.6.21")

    @app.get("/handled")
    async def handled(request: Request) -> HTTPResponse:
        return response.json({"handled": app.ctx.agent.handled})

    app.config.CORS_SUPPORTS_CREDENTIALS = True  # as Rasa has it: the web channel must not let it through
    app.config.CORS_EXPOSE_HEADERS = "filename"
    CORS(app, resources={r"/*": {"origins": ""}}, automatic_options=True)
    web = WebChannel.from_credentials(None)
    web._erase = _erase  # the real one belongs to the runtime
    register([web, LocalRestChannel()], app, route="/webhooks/")
    app.ctx.agent = ScriptedAgent(database)
    return app


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=5105)
    parser.add_argument("--database", type=Path, required=True)
    arguments = parser.parse_args()
    make_app(arguments.database).run("127.0.0.1", arguments.port, access_log=False)
