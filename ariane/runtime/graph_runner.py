"""Runs the model's graph node after node, in an order worked out once.

Rasa hands the graph to dask at each message, three times, and dask orders it, caches and frees results for parallel
work that never happens here. A subclass of Rasa's runner runs the same nodes with the same inputs.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner


class InOrderGraphRunner(DaskGraphRunner):
    """Rasa's graph runner without dask. Same nodes, same inputs, same results, same errors."""

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Run what `targets` need (all targets of the graph when None) and return their results by name."""
        wanted = tuple(targets or self._graph_schema.target_names)
        results: dict[str, tuple[str, Any]] = {}
        for name, value in (inputs or {}).items():
            if isinstance(value, str) and value in self._instantiated_nodes:
                raise GraphRunError(f"The input {name} has the name of a node: {value}.")
            results[name] = (name, value)
        try:
            for name, needs in self._order(wanted):
                # As in dask, what no node or input provides arrives as its bare name.
                results[name] = self._instantiated_nodes[name](*(results.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return {name: results[name][1] for name in wanted}

    def _order(self, targets: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        """Return the nodes that `targets` need, each after those that it needs itself."""
        known: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]] = self.__dict__.setdefault("_orders", {})
        if targets not in known:
            schema = self._graph_schema.minimal_graph_schema(list(targets))
            needs = {name: tuple(node.needs.values()) for name, node in schema.nodes.items()}
            order: dict[str, tuple[str, ...]] = {}

            def visit(name: str) -> None:
                if name in needs and name not in order:
                    for need in needs[name]:
                        visit(need)
                    order[name] = needs[name]

            for name in needs:
                visit(name)
            known[targets] = list(order.items())
        return known[targets]
