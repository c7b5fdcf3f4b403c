"""A tree with dates in a few lines: what every list of the tree must agree with."""

from dataclasses import dataclass, field

from kernel.directory import Organisation

BEGINNING = ""


@dataclass
class State:
    since: str
    parent: str | None
    name: str
    closed: bool = False


@dataclass
class Oracle:
    """The states of each organisation in their order."""

    states: dict[str, list[State]] = field(default_factory=dict)

    def add(self, made: Organisation) -> None:
        self.states[made.id] = [State(BEGINNING, made.parent_id, made.name)]

    def found(self, made: str, parent: str, name: str, day: str) -> None:
        self.states[made] = [State(day, parent, name)]

    def change(
        self, what: str, day: str, *, parent: str | None = None, name: str | None = None, closed: bool = False
    ) -> None:
        last = self.states[what][-1]
        self.states[what].append(State(day, parent or last.parent, name or last.name, closed))

    def on(self, day: str) -> dict[str, State]:
        """What stood on a day."""
        held = {i: [s for s in states if s.since <= day] for i, states in self.states.items()}
        return {i: states[-1] for i, states in held.items() if states and not states[-1].closed}

    def tree(self, day: str) -> dict[str, str]:
        """Path → name of everything that stood on a day."""
        standing = self.on(day)
        return {self._path(i, standing): state.name for i, state in standing.items()}

    def below(self, top: str, day: str) -> set[str]:
        """The ids of a subtree, its top among them."""
        return {i for i in self.on(day) if f"/{top}/" in self._path(i, self.on(day))}

    @staticmethod
    def _path(what: str, standing: dict[str, State]) -> str:
        parent = standing[what].parent
        return f"{Oracle._path(parent, standing) if parent else '/'}{what}/"
