"""Ways of lines through the grid: along rows and columns that are free, else in the lanes between them."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from engine.normaliser.layout.contents import Item, Link


class Leg(NamedTuple):
    """A straight part of a line: in a channel between columns, a gap between rows, a row, or at a port."""

    kind: Literal["channel", "gap", "row", "port"]
    at: int  #: number of the channel (left of that column), gap (above that row) or row


@dataclass
class Route:
    """The legs of one line, by turns level and upright."""

    link: Link
    legs: list[Leg]
    tracks: dict[int, int] = field(default_factory=dict)  #: leg: its track in its channel or gap


class Router:
    """Finds the routes of all lines of a grid and shares out the tracks."""

    def __init__(self, items: list[Item], links: list[Link]) -> None:
        self.taken = {(item.column, item.row) for item in items}
        self.level: set[tuple[int, int]] = set()  #: cells with a line along their row
        self.upright: set[tuple[int, int]] = set()
        self.tips: set[tuple[Item, bool]] = set()  #: gateways with a line at their upper (True) or lower tip
        self.outgoing: dict[Item, int] = defaultdict(int)
        self.incoming: dict[Item, int] = defaultdict(int)
        for link in links:
            self.incoming[link.target] += 1
            if link.port is None:
                self.outgoing[link.source] += 1
        # short and straight lines choose first
        order = sorted(links, key=lambda link: (_reach(link), link.source.ident, link.ident))
        self.routes = [self._route(link) for link in order]
        self.channels = self._share("channel")
        self.gaps = self._share("gap")

    def _route(self, link: Link) -> Route:
        source, target = link.source, link.target
        if link.port is not None:
            return Route(link, self._from_port(link))
        if target.column <= source.column:
            return Route(link, self._back(source, target))
        return Route(link, self._onward(source, target))

    def _back(self, source: Item, target: Item) -> list[Leg]:
        """Round the nodes between; a gateway is left at its lower tip where that is free."""
        if source.is_gateway and self.outgoing[source] > 1 and (source, False) not in self.tips:
            self.tips.add((source, False))
            gap, channel = Leg("gap", source.row + 1), Leg("channel", target.column)
            return [Leg("port", source.column), gap, channel, Leg("row", target.row)]
        return _around(source, target, max(source.row, target.row) + 1)

    def _onward(self, source: Item, target: Item) -> list[Leg]:
        i, j, r, s = source.column, target.column, source.row, target.row
        between = range(i + 1, j)
        if r == s and self._free_level(between, r):
            self._use_level(between, r)
            return [Leg("row", r)]
        if source.is_gateway and self.outgoing[source] > 1 and r != s and self._corner(source, s, i + 1, j):
            return [Leg("port", i), Leg("row", s)]
        if target.is_gateway and self.outgoing[source] == 1 and r != s and self._corner(target, r, i + 1, j):
            return [Leg("row", r), Leg("port", j)]
        if r != s and self._free_level(between, s):
            self._use_level(between, s)
            return [Leg("row", r), Leg("channel", i + 1), Leg("row", s)]
        if r != s and self.outgoing[source] == 1 and self._free_level(between, r):
            self._use_level(between, r)
            return [Leg("row", r), Leg("channel", j), Leg("row", s)]
        return _around(source, target, max(r, s) if r != s else r + 1)

    def _corner(self, gateway: Item, level: int, start: int, stop: int) -> bool:
        """Whether a line can leave a gateway upright in its column and turn into the other row."""
        column, row = gateway.column, gateway.row
        step = 1 if level > row else -1
        cells = [(column, at) for at in range(row + step, level + step, step)]
        if any(cell in self.taken or cell in self.upright for cell in cells):
            return False
        if (gateway, step < 0) in self.tips or (gateway.notes and step < 0):
            return False
        along = [*range(start, stop), column]
        if not self._free_level(along, level):
            return False
        self.upright.update(cells)
        self.tips.add((gateway, step < 0))
        self._use_level(along, level)
        return True

    def _from_port(self, link: Link) -> list[Leg]:
        """From a boundary event downwards, or upwards from one on the upper border."""
        source, target = link.source, link.target
        i, j, r, s = source.column, target.column, source.row, target.row
        above = link.port is not None and on_top(source, link.port)
        if j > i and s > r and not above:
            cells = [(i, at) for at in range(r + 1, s + 1)]
            along = [i, *range(i + 1, j)]
            if not any(cell in self.taken for cell in cells) and self._free_level(along, s):
                self._use_level(along, s)
                return [Leg("port", i), Leg("row", s)]
        gap = r if above else r + 1
        return [Leg("port", i), Leg("gap", gap), Leg("channel", j), Leg("row", s)]

    def _free_level(self, columns: "range | list[int]", row: int) -> bool:
        return not any((column, row) in self.taken or (column, row) in self.level for column in columns)

    def _use_level(self, columns: "range | list[int]", row: int) -> None:
        self.level.update((column, row) for column in columns)

    # ---- tracks

    def _share(self, kind: str) -> dict[int, int]:
        """Give each leg in a channel or gap its track; answers how many tracks each has."""
        spans: dict[int, dict[object, list[int]]] = defaultdict(dict)
        users: dict[tuple[int, object], list[tuple[Route, int]]] = defaultdict(list)
        for route in self.routes:
            for number, leg in enumerate(route.legs):
                if leg.kind != kind:
                    continue
                net = self._net(route, number)
                span = spans[leg.at].setdefault(net, [10**9, -1])
                span[0] = min(span[0], *self._ends(route, number))
                span[1] = max(span[1], *self._ends(route, number))
                users[(leg.at, net)].append((route, number))
        counts: dict[int, int] = {}
        for at, nets in spans.items():
            tracks = coloured(nets)
            counts[at] = max(tracks.values()) + 1
            for net, track in tracks.items():
                for route, number in users[(at, net)]:
                    route.tracks[number] = track
        return counts

    def _net(self, route: Route, number: int) -> object:
        """Lines of one net may lie on each other: those that part from one node, or meet at one."""
        link, legs = route.link, route.legs
        if len(legs) == 3 and legs[number].kind == "channel" and link.port is None:
            if self.outgoing[link.source] > 1:
                return ("from", link.source.ident, link.target.row > link.source.row)
            if self.incoming[link.target] > 1:
                return ("to", link.target.ident, link.target.row > link.source.row)
        return ("own", link.ident, link.source.ident)

    def _ends(self, route: Route, number: int) -> tuple[int, int]:
        """Where the leg begins and ends, counted in rows and gaps, or in columns and channels."""
        return self._place(route, number - 1), self._place(route, number + 1)

    def _place(self, route: Route, number: int) -> int:
        leg = route.legs[number]
        return 2 * leg.at + (1 if leg.kind in ("row", "port") else 0)


def _reach(link: Link) -> tuple[int, int]:
    forward = link.target.column - link.source.column
    return (abs(forward) if forward > 0 else 1000 - forward, abs(link.target.row - link.source.row))


def _around(source: Item, target: Item, gap: int) -> list[Leg]:
    return [
        Leg("row", source.row),
        Leg("channel", source.column + 1),
        Leg("gap", gap),
        Leg("channel", target.column),
        Leg("row", target.row),
    ]


def on_top(host: Item, port: Item) -> bool:
    """Whether a boundary event is drawn on the upper border: where the lower one is full."""
    return host.hosted.index(port) >= lower_places(host)


def lower_places(host: Item) -> int:
    """How many boundary events the lower border takes."""
    return max(2, int(host.width // 50), (len(host.hosted) + 1) // 2)


def coloured(nets: dict[object, list[int]]) -> dict[object, int]:
    """A track for each net, so that nets that share a stretch have different ones."""
    ends: list[int] = []
    tracks: dict[object, int] = {}
    for net, (start, end) in sorted(nets.items(), key=lambda entry: (entry[1], str(entry[0]))):
        free = next((track for track, until in enumerate(ends) if until < start), None)
        if free is None:
            free = len(ends)
            ends.append(end)
        else:
            ends[free] = end
        tracks[net] = free
    return tracks
