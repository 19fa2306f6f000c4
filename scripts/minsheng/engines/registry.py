"""Which engines there are, by the targets of dbt (profiles/profiles.yml)."""

from __future__ import annotations

from minsheng.engines.engine import Engine, EngineError
from minsheng.engines.postgres import Postgres
from minsheng.engines.spark import Spark
from minsheng.messages import Message

_ENGINES: dict[str, type[Engine]] = {"postgres": Postgres, "spark": Spark}


def of_target(target: str) -> Engine:
    """Return the engine of a target of dbt's.

    Raises:
        EngineError: there is no such target.
    """
    if target not in _ENGINES:
        raise EngineError(
            Message(
                "{target} is no target of another engine; there are {engines}",
                target=target,
                engines=", ".join(_ENGINES),
            )
        )
    return _ENGINES[target]()
