"""A set of agents of which most are rows: the organisation's agents as objects, the customers as row numbers.

It answers to the same calls as Mesa's AgentSet. Mesa's own keeps weak references, so a set of views would be empty at
once; this one keeps row numbers and makes a customer when somebody looks. Columns come as arrays: `set["trust"]`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from random import Random
from typing import Any, Self, overload

import numpy as np
from numpy.typing import NDArray

from sim.company import Company
from sim.lives import Life

Rows = NDArray[np.intp]


class Crowd:
    """Agents of the organisation (objects), then people (rows of the company's table), in that order."""

    group_class: Any = dict

    def __init__(
        self, company: Company, rows: Rows, random: Random, organisation: Sequence[Any] = ()
    ) -> None:
        self.company = company
        self.rows = rows
        self.random = random
        self.organisation = tuple(organisation)

    def _of(self, members: Iterable[Any], inplace: bool = False) -> Self:
        """A set of some of its members, in their order (the organisation before the people)."""
        members = list(members)
        rows = np.array([agent.row for agent in members if isinstance(agent, Life)], np.intp)
        organisation = tuple(agent for agent in members if not isinstance(agent, Life))
        if not inplace:
            return type(self)(self.company, rows, self.random, organisation)
        self.rows, self.organisation = rows, organisation
        return self

    def _update(self, agents: Iterable[Any]) -> Self:
        return self._of(agents, inplace=True)

    # ------------------------------------------------------------ a collection

    def __len__(self) -> int:
        return len(self.organisation) + len(self.rows)

    def __iter__(self) -> Iterator[Any]:
        yield from self.organisation
        who, company = self.company.life.at, self.company
        for row in self.rows.tolist():
            yield who(company, row)

    def __contains__(self, agent: object) -> bool:
        if isinstance(agent, Life):
            return agent.company is self.company and bool(np.any(self.rows == agent.row))
        return agent in self.organisation

    @overload
    def __getitem__(self, item: str) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, item: int) -> Any: ...
    @overload
    def __getitem__(self, item: slice) -> list[Any]: ...

    def __getitem__(self, item: int | slice | str) -> Any:
        """An agent by place, a list by slice, or a copy of a column of the people by name.

        Raises KeyError for a column that is not there.
        """
        if isinstance(item, str):
            people = self.company.state.people
            if item not in (people.dtype.names or ()):
                raise KeyError(f"people have no column {item!r}")
            return people[item][self.rows]
        if isinstance(item, slice):
            return self.to_list()[item]
        place = range(len(self))[item]
        if place < len(self.organisation):
            return self.organisation[place]
        return self.company.who(int(self.rows[place - len(self.organisation)]))

    def to_list(self) -> list[Any]:
        """Every agent, as a list that keeps them."""
        return list(self)

    def copy(self) -> Self:
        """A set of the same agents."""
        return type(self)(self.company, self.rows.copy(), self.random, self.organisation)

    __copy__ = copy

    def __repr__(self) -> str:
        return f"<{len(self.organisation)} agents of the organisation, {len(self.rows)} people>"

    # ------------------------------------------------------------ choosing and ordering

    def select(
        self,
        filter_func: Callable[[Any], bool] | NDArray[np.bool_] | None = None,
        at_most: float = math.inf,
        inplace: bool = False,
        agent_type: type | None = None,
    ) -> Self:
        """Those of a type for whom `filter_func(agent)` holds, at most so many (int) or such a share (float).

        filter_func may be a mask over the people: `customers.select(customers["trust"] < 0.3)`.
        """
        limit: float = at_most
        if type(at_most) is float and at_most <= 1.0:
            limit = math.floor(at_most * len(self))
        rows, organisation = self.rows, self.organisation
        if agent_type is not None:
            rows = rows if issubclass(self.company.life, agent_type) else rows[:0]
            organisation = tuple(agent for agent in organisation if isinstance(agent, agent_type))
        if isinstance(filter_func, np.ndarray):
            rows, organisation = rows[filter_func], ()
        elif filter_func is not None:
            who, company = self.company.life.at, self.company
            organisation = tuple(agent for agent in organisation if filter_func(agent))
            rows = np.array([row for row in rows.tolist() if filter_func(who(company, row))], np.intp)
        if limit < len(rows) + len(organisation):
            organisation = organisation[: int(limit)]
            rows = rows[: int(limit) - len(organisation)]
        chosen = self if inplace else self.copy()
        chosen.rows, chosen.organisation = rows, organisation
        return chosen

    def shuffle(self, inplace: bool = False) -> Self:
        """The same agents in random order (the organisation first)."""
        members = self.to_list()
        self.random.shuffle(members)
        return self._of(members, inplace)

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> Self:
        """The same agents by an attribute or a function, the largest first unless `ascending`."""
        return self._of(sorted(self, key=_reader(key), reverse=not ascending), inplace)

    def groupby(self, by: Callable[[Any], Any] | str, result_type: str = "agentset") -> Any:
        """Groups by the value of an attribute or a function, as sets or (`result_type="list"`) as lists."""
        groups: dict[Any, list[Any]] = {}
        read = _reader(by)
        for agent in self:
            groups.setdefault(read(agent), []).append(agent)
        return self.group_class(
            groups if result_type == "list" else {k: self._of(v) for k, v in groups.items()}
        )

    # ------------------------------------------------------------ asking and acting

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Self:
        """Let every agent do something; the set itself is returned."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Self:
        """Let every agent do something, in random order."""
        members = self.to_list()
        self.random.shuffle(members)
        for agent in members:
            _call(agent, method, args, kwargs)
        return self

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """What every agent answers."""
        return [_call(agent, method, args, kwargs) for agent in self]

    def get(
        self, attr_names: str | list[str], handle_missing: str = "error", default_value: Any = None
    ) -> list[Any]:
        """The value of an attribute for every agent, or lists of values for a list of names.

        Raises AttributeError for a missing one unless handle_missing="default".
        """
        if handle_missing not in ("error", "default"):
            raise ValueError(f"handle_missing is 'error' or 'default', not {handle_missing!r}")
        missing = () if handle_missing == "error" else (default_value,)
        if isinstance(attr_names, str):
            return [getattr(agent, attr_names, *missing) for agent in self]
        return [[getattr(agent, name, *missing) for name in attr_names] for agent in self]

    def agg(self, attribute: str, func: Callable[..., Any] | Iterable[Callable[..., Any]]) -> Any:
        """func over the values of an attribute (an array where it is a column of people), or a list of results."""
        is_column = not self.organisation and attribute in (self.company.state.people.dtype.names or ())
        values = self[attribute] if is_column else self.get(attribute)
        return func(values) if callable(func) else [f(values) for f in func]

    def set(self, attr_name: str, value: Any) -> Self:
        """Set an attribute of every agent."""
        for agent in self:
            setattr(agent, attr_name, value)
        return self

    def count(self) -> int:
        """How many there are."""
        return len(self)

    # ------------------------------------------------------------ what a crowd cannot do

    def add(self, _agent: Any) -> None:
        """Raises TypeError: people arrive by the scenario, they are not added."""
        raise TypeError("people arrive as the scenario says; a set of them cannot be added to")

    def discard(self, _agent: Any) -> None:
        """Raises TypeError: people leave by living; use select() for a smaller set."""
        raise TypeError("people leave by living; use select() for a smaller set")

    remove = discard


def _reader(key: Callable[[Any], Any] | str) -> Callable[[Any], Any]:
    return key if callable(key) else lambda agent: getattr(agent, key)


def _call(agent: Any, method: str | Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return method(agent, *args, **kwargs) if callable(method) else getattr(agent, method)(*args, **kwargs)
