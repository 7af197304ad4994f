"""Coordinates: how wide columns are, how high rows, and where the lines between them run."""

from dataclasses import dataclass

from engine.normaliser.layout.contents import Item, Link
from engine.normaliser.layout.routes import Router, lower_places, on_top

TRACK = 12.0
CHANNEL = 50.0  #: between two columns
EDGE = 20.0
GAP = 36.0  #: between two rows
NOTE_GAP = 16.0
ALL_ROUND = 8.0


@dataclass
class Grid:
    """Left edges of channels and columns, and the lines of gaps and rows, from the upper left corner."""

    channels: list[float]
    channel_widths: list[float]
    columns: list[float]
    column_widths: list[float]
    gaps: list[float]
    gap_starts: list[float]  #: where tracks begin in the gap, below what hangs into it from above
    borders: list[float]  #: where a lane may end in the gap
    rows: list[float]  #: middle lines
    tops: list[float]  #: of the highest item in the row, its label included
    width: float
    height: float
    router: Router

    def middle_of(self, column: int) -> float:
        """The middle line of a column."""
        return self.columns[column] + self.column_widths[column] / 2

    def channel_line(self, channel: int, track: int) -> float:
        """Where a track of a channel runs."""
        count = self.router.channels.get(channel, 1)
        return self.channels[channel] + self.channel_widths[channel] / 2 + (track - (count - 1) / 2) * TRACK

    def gap_line(self, gap: int, track: int) -> float:
        """Where a track of a gap runs."""
        return self.gap_starts[gap] + ALL_ROUND + track * TRACK


def grid_of(items: list[Item], links: list[Link], rows: int) -> Grid:
    """The grid of items that have their columns and rows."""
    count = max((item.column for item in items), default=-1) + 1
    router = Router(items, links)
    widths = [40.0] * count
    for item in items:
        widths[item.column] = max(widths[item.column], _width_of(item))
    channel_widths = _channels(count, links, router)
    channels, columns, x = [], [], 0.0
    for column in range(count + 1):
        channels.append(x)
        x += channel_widths[column]
        if column < count:
            columns.append(x)
            x += widths[column]
    vertical = _Heights(items, router, rows)
    return Grid(
        channels,
        channel_widths,
        columns,
        widths,
        vertical.gaps,
        vertical.starts,
        vertical.borders,
        vertical.lines,
        vertical.tops,
        x,
        vertical.height,
        router,
    )


def widen_for_boundary(item: Item) -> None:
    """Make a node wide enough for the events on its border."""
    if item.hosted:
        item.width = max(item.width, 50.0 * min(lower_places(item), len(item.hosted)))


def depth_of_hosted(item: Item, *, upper: bool) -> float:
    """How far the events on a border and their labels, one under the other, reach beyond it."""
    events = [event for event in item.hosted if on_top(item, event) == upper]
    return 18 + sum(event.label[1] for event in events if event.label) if events else 0.0


def _width_of(item: Item) -> float:
    beside = [item.width, item.label[0] if item.label else 0]
    beside.extend(max(note.width, note.label[0] if note.label else 0) for note in item.notes)
    if item.hosted:
        # the label of the last event on the border stands beside it
        beside.append(item.width + max(event.label[0] if event.label else 0 for event in item.hosted))
    return max(beside)


def _channels(count: int, links: list[Link], router: Router) -> list[float]:
    widths = [CHANNEL] * (count + 1)
    widths[0] = widths[-1] = EDGE / 2
    for channel, tracks in router.channels.items():
        base = EDGE if channel in (0, count) else CHANNEL
        widths[channel] = max(widths[channel], base + tracks * TRACK)
    for link in links:
        if link.label is not None and link.target.column > 0:
            target = link.target.column
            tracks = router.channels.get(target, 0)
            widths[target] = max(widths[target], link.label[0] + 24 + tracks * TRACK)
    return widths


class _Heights:
    """Rows from the top, with the gaps between them."""

    def __init__(self, items: list[Item], router: Router, rows: int) -> None:
        above, below = [30.0] * rows, [30.0] * rows
        hanging, notes = [0.0] * (rows + 1), [0.0] * (rows + 1)
        standing = [0.0] * (rows + 1)
        for item in items:
            top, bottom = item.height / 2, item.height / 2
            if item.label is not None:
                if item.is_gateway:
                    top += item.label[1] + 6
                else:
                    bottom += item.label[1] + 6
            above[item.row] = max(above[item.row], top)
            below[item.row] = max(below[item.row], bottom)
            standing[item.row] = max(standing[item.row], depth_of_hosted(item, upper=True))
            hanging[item.row + 1] = max(hanging[item.row + 1], depth_of_hosted(item, upper=False))
            stack = sum(note.height + (note.label[1] if note.label else 0) + NOTE_GAP for note in item.notes)
            notes[item.row] = max(notes[item.row], stack)
        self.gaps, self.starts, self.borders = [], [], []
        self.lines: list[float] = []
        self.tops: list[float] = []
        y = 0.0
        for row in range(rows + 1):
            self.gaps.append(y)
            base = EDGE if row in (0, rows) else GAP
            self.starts.append(y + hanging[row])
            tracks = router.gaps.get(row, 0) * TRACK
            self.borders.append(y + hanging[row] + tracks + ALL_ROUND)
            y += hanging[row] + max(base, tracks + 2 * ALL_ROUND) + notes[row] + standing[row]
            if row < rows:
                self.tops.append(y)
                self.lines.append(y + above[row])
                y += above[row] + below[row]
        self.height = y
