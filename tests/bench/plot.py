"""Draws the benchmark's curves as one SVG, readable in black and white.

SPDX-License-Identifier: Apache-2.0
"""

import html
import math

WIDTH, HEIGHT, COLUMNS = 400, 250, 2
LEFT, RIGHT, TOP, BOTTOM = 58, 28, 36, 42
DASHES = ("", "6 4", "2 3")
MARKS = ("circle", "square", "triangle")


class Axis:
    """From values to places; `log` for powers of ten."""

    def __init__(self, values, low, high, log):
        self.log = log
        values = [value for value in values if value is not None]
        self.first = min(values) if log else 0
        self.last = max(values)
        if log:
            self.first = 10 ** math.floor(math.log10(self.first))
            self.last = 10 ** math.ceil(math.log10(self.last) - 1e-9)
        else:
            step = 10 ** math.floor(math.log10(self.last or 1)) / (2 if self.last >= 10 else 1)
            self.last = math.ceil(self.last / step) * step
        self.low, self.high = low, high

    def place(self, value):
        if self.log:
            share = (math.log10(value) - math.log10(self.first)) / ((math.log10(self.last) - math.log10(self.first)) or 1)
        else:
            share = (value - self.first) / ((self.last - self.first) or 1)
        return self.low + share * (self.high - self.low)

    def ticks(self):
        if self.log:
            return [10 ** power for power in range(round(math.log10(self.first)), round(math.log10(self.last)) + 1)]
        parts = int(self.last) if self.last == int(self.last) and self.last < 5 else 5
        return [self.first + (self.last - self.first) * part / parts for part in range(parts + 1)]


def number(value):
    return f"{value:g}" if value < 10000 else f"{value:,.0f}"


def mark(kind, x, y):
    if kind == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
    if kind == "square":
        return f'<rect class="square" x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6"/>'
    return f'<path class="triangle" d="M{x:.1f} {y - 4:.1f}l4 7h-8z"/>'


def panel(title, x_name, y_name, lines, log):
    """`lines` is a list of (name, [(x, y), ...]); `log` for both axes."""
    across = Axis([x for _, points in lines for x, _ in points], LEFT, WIDTH - RIGHT, log)
    up = Axis([y for _, points in lines for _, y in points], HEIGHT - BOTTOM, TOP, log)
    parts = [f'<text class="title" x="{LEFT}" y="18">{html.escape(title)}</text>']
    for tick in across.ticks():
        x = across.place(tick)
        parts.append(f'<path class="grid" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/><text x="{x:.1f}" y="{HEIGHT - BOTTOM + 14}" text-anchor="middle">{number(tick)}</text>')
    for tick in up.ticks():
        y = up.place(tick)
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/><text x="{LEFT - 5}" y="{y + 3:.1f}" text-anchor="end">{number(tick)}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">{html.escape(x_name)}</text>')
    parts.append(f'<text transform="translate(12 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">{html.escape(y_name)}</text>')
    for index, (name, points) in enumerate(lines):
        places = [(across.place(x), up.place(y)) for x, y in points]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        parts.append(f'<path class="line" stroke-dasharray="{DASHES[index]}" d="{path}"/>' + "".join(mark(MARKS[index], x, y) for x, y in places))
        parts.append(mark(MARKS[index], LEFT + 12, TOP + 10 + 14 * index) + f'<text x="{LEFT + 20}" y="{TOP + 14 + 14 * index}">{html.escape(name)}</text>')
    return "".join(parts)


def draw(panels):
    """One SVG of panels, each (title, x name, y name, lines, log)."""
    rows = math.ceil(len(panels) / COLUMNS)
    body = "".join(f'<g transform="translate({index % COLUMNS * WIDTH} {index // COLUMNS * HEIGHT})">{panel(*given)}</g>' for index, given in enumerate(panels))
    width, height = COLUMNS * WIDTH, rows * HEIGHT
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="How fast procscreen is">'
            "<style>text{font:11px sans-serif;fill:#222}.title{font-weight:bold;font-size:13px}.grid{stroke:#ddd;fill:none}.line{stroke:#135;stroke-width:1.6;fill:none}"
            "circle,.square,.triangle{fill:#135}</style>"
            f'<rect width="{width}" height="{height}" fill="#fff"/>{body}</svg>\n')
