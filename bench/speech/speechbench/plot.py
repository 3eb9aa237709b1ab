"""Plots as small SVG files, readable on light and dark pages."""

from xml.sax.saxutils import escape

WIDTH = 720
LABEL = 210
STYLE = 'font-family="sans-serif" font-size="13" fill="#8b949e"'


def bars(file, title, rows, unit):
    """@param rows [(label, value)]; ours are those that begin with whisper-notes"""
    rows = [(label, value) for label, value in rows if value is not None]
    largest = max((value for _, value in rows), default=1) or 1
    height = 40 + 28 * len(rows)
    lines = [header(height, title)]
    for number, (label, value) in enumerate(rows):
        y = 36 + 28 * number
        length = (WIDTH - LABEL - 110) * value / largest
        colour = "#2f81f7" if label.startswith("whisper-notes") else "#8b949e"
        lines.append(f'<text x="{LABEL - 8}" y="{y + 15}" text-anchor="end" {STYLE}>{escape(label)}</text>')
        lines.append(f'<rect x="{LABEL}" y="{y}" width="{length:.1f}" height="20" rx="2" fill="{colour}"/>')
        lines.append(f'<text x="{LABEL + length + 8:.1f}" y="{y + 15}" {STYLE}>{value:,.4g} {escape(unit)}</text>')
    file.write_text("\n".join([*lines, "</svg>"]) + "\n")


def curves(file, title, series, x_unit, y_unit):
    """@param series {label: [(x, y)]}; y begins at 0"""
    points = [point for line in series.values() for point in line]
    widest, highest = max(x for x, _ in points) or 1, max(y for _, y in points) or 1
    height, left, bottom = 300, 70, 40
    lines = [header(height, title)]
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = height - bottom - (height - bottom - 50) * share
        lines.append(f'<path d="M{left} {y:.0f}H{WIDTH - 20}" stroke="#8b949e" stroke-opacity=".25"/>')
        lines.append(f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end" {STYLE}>{highest * share:.0f}</text>')
        x = left + (WIDTH - 20 - left) * share
        lines.append(f'<text x="{x:.0f}" y="{height - 20}" text-anchor="middle" {STYLE}>{widest * share:.3g}</text>')
    lines.append(f'<text x="{WIDTH - 20}" y="{height - 4}" text-anchor="end" {STYLE}>{escape(x_unit)}</text>')
    lines.append(f'<text x="8" y="40" {STYLE}>{escape(y_unit)}</text>')
    for number, (label, line) in enumerate(series.items()):
        colour = ("#2f81f7", "#d29922", "#8b949e", "#3fb950")[number % 4]
        path = " ".join(
            f"{left + (WIDTH - 20 - left) * x / widest:.1f},"
            f"{height - bottom - (height - bottom - 50) * y / highest:.1f}"
            for x, y in line
        )
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines.append(
            f'<text x="{left + 8 + 220 * number}" y="{height - 4}" font-family="sans-serif" font-size="13" '
            f'fill="{colour}">{escape(label)}</text>'
        )
    file.write_text("\n".join([*lines, "</svg>"]) + "\n")


def header(height, title):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}">\n<text x="8" y="20" font-family="sans-serif" font-size="14" '
        f'font-weight="bold" fill="#8b949e">{escape(title)}</text>'
    )
