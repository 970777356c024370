"""The map page in a browser that draws in software, beside the figures of its design and the goals.

`python -m bench.page` measures it alone, in some three minutes; `make bench` does at its end.
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from playwright.async_api import Browser, Page, async_playwright
from rich.console import Console
from rich.table import Table

from bench.networks import write_network
from bench.processes import operators_token, serving
from service.database.graph import Graph
from service.neo4j_process import PrivateNeo4j
from service.network_files import import_network
from service.storage.migrations import migrate

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
PATIENCE_MILLISECONDS = 120_000
OPENINGS = 5
PANNING_SECONDS = 4
WATCHING = """
new MutationObserver((_, observer) => {
  if (!document.querySelector(".picture[data-shown]")) return;
  observer.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => (window.firstPicture = performance.now())));
}).observe(document, { subtree: true, childList: true, attributes: true });
"""
"""The picture is there once the frame after it has begun; time runs from the navigation."""
FRAMES = """() => {
  window.frames = [];
  const each = (at) => { window.frames.push(at); requestAnimationFrame(each); };
  requestAnimationFrame(each);
}"""
ANSWERING = """prefix => {
  let typed = null;
  const field = document.querySelector(".search input");
  field.addEventListener("keydown", (event) => (typed ??= event.timeStamp), { once: true });
  const found = () => [...document.querySelectorAll("[role=option]")];
  window.answered = new Promise((resolve) => {
    const look = () => {
      const options = found();
      const all = options.length && options.every((each) => each.textContent.startsWith(prefix));
      typed !== null && all ? resolve(performance.now() - typed) : requestAnimationFrame(look);
    };
    look();
  });
}"""
"""From the key that completes a prefix until every name listed begins with it."""


@dataclass
class Figures:
    """What was measured of one network: each of several rounds, or what is there only once."""

    first_picture: list[float] = field(default_factory=list)
    layout: list[float] = field(default_factory=list)
    every_authority: float = 0
    frames: float = 0
    keystrokes: list[float] = field(default_factory=list)
    heap: float = 0
    process: float = 0
    script: float = 0


@dataclass(frozen=True)
class Goals:
    """What issue and design ask for, as text; empty where neither says anything."""

    first_picture: str
    frames: str
    keystroke: str = ""
    heap: str = ""
    script: str = ""


REFERENCE = Goals("1.1 s", "60", script="31 kB of a sketch, gzip")
"""Of the design, with 10,067 authorities; layout took 30 to 80 ms."""
GOALS = {
    10_000: Goals("1.5 s", "50", script="150 kB"),
    40_000: Goals("5 s", "30", "200 ms", "500 MB", "150 kB"),
}


async def _opened(browser: Browser, address: str, query: str) -> Page:
    """The page in a context of its own: nothing is in its cache."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    page = await context.new_page()
    await page.add_init_script(WATCHING)
    await page.goto(f"{address}/?{query}#token={operators_token()}", wait_until="commit")
    await page.wait_for_function("() => window.firstPicture")
    return page


async def _panned(page: Page) -> float:
    """Frames a second while the picture is dragged about."""
    box = await page.locator(".stage").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 5, y)
    await page.evaluate(FRAMES)
    began = time.monotonic()
    step = 0
    while time.monotonic() - began < PANNING_SECONDS:
        step += 1
        across = step % 60 - 30
        await page.mouse.move(x + 6 * across, y + 3 * across)
    frames = await page.evaluate("() => window.frames")
    await page.mouse.up()
    return float((len(frames) - 1) / (frames[-1] - frames[0]) * 1000)


async def _searched(page: Page) -> list[float]:
    """Milliseconds from each of the last keys of a name until its answer is listed."""
    name = "Municipality 0023757"  # of every network that holds three authorities
    start = name.index("23757")
    await page.locator(".search input").fill(name[:start])
    await page.get_by_role("option").first.wait_for()
    taken = []
    for end in range(start + 1, len(name)):
        await page.evaluate(ANSWERING, name[:end])
        await page.keyboard.press(name[end - 1])
        taken.append(await page.evaluate("() => window.answered"))
    return taken


async def _heap(page: Page) -> float:
    """Megabytes that its script holds."""
    session = await page.context.new_cdp_session(page)
    await session.send("HeapProfiler.collectGarbage")
    await session.send("Performance.enable")
    metrics = (await session.send("Performance.getMetrics"))["metrics"]
    return next(float(each["value"]) for each in metrics if each["name"] == "JSHeapUsedSize") / 1e6


def _largest_renderer() -> float:
    """Megabytes that the process of the page has to itself."""
    sizes = [0.0]
    for child in psutil.Process().children(recursive=True):
        try:
            if "--type=renderer" in child.cmdline():
                sizes.append(child.memory_full_info().uss / 1e6)
        except psutil.NoSuchProcess:
            continue
    return max(sizes)


async def measured(browser: Browser, address: str, state: str) -> Figures:
    """The figures of the map of a state."""
    figures = Figures()
    await (
        await _opened(browser, address, f"c={state}")
    ).context.close()  # the service has planned and compiled
    for round in range(OPENINGS):
        page = await _opened(browser, address, f"c={state}")
        figures.first_picture.append(await page.evaluate("() => window.firstPicture"))
        figures.layout += await page.evaluate(
            "() => performance.getEntriesByName('layout').map(({duration}) => duration)"
        )
        if round < OPENINGS - 1:
            await page.context.close()
    scripts = "() => performance.getEntriesByType('resource').filter(({name}) => name.endsWith('.js'))"
    await page.wait_for_load_state("networkidle")
    figures.script = sum(await page.evaluate(f"{scripts}.map(each => each.encodedBodySize)")) / 1000
    figures.keystrokes = await _searched(page)
    await page.context.close()
    page = await _opened(browser, address, f"c={state}&dots=1")
    figures.every_authority = await page.evaluate("() => window.firstPicture")
    await page.wait_for_load_state("networkidle")
    figures.frames = await _panned(page)
    figures.heap, figures.process = await _heap(page), _largest_renderer()
    await page.context.close()
    return figures


@asynccontextmanager
async def _chromium() -> AsyncIterator[Browser]:
    assert CHROMIUM, "no Chromium: install the package `chromium` (Debian, Ubuntu)"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        await browser.close()


def _rows(size: int, figures: Figures, table: Table) -> None:
    goals = GOALS[size]
    of = f"{size:,} authorities: "
    most = f"{max(figures.first_picture) / 1000:.2f} s"
    rows: list[tuple[str, str, Any, Any]] = [
        ("first picture", f"{median(figures.first_picture) / 1000:.2f} s, at most {most} of {OPENINGS}", *_both("first_picture", goals)),
        ("first picture of every authority", f"{figures.every_authority / 1000:.2f} s", "", ""),
        ("layout", f"{median(figures.layout):.0f} ms, at most {max(figures.layout):.0f}", "30–80 ms", ""),
        ("panning over every authority", f"{figures.frames:.0f} frames/s", *_both("frames", goals)),
        ("a keystroke of the search", f"{median(figures.keystrokes):.0f} ms, at most {max(figures.keystrokes):.0f}", *_both("keystroke", goals)),
        ("memory", f"{figures.heap:.0f} MB of script, {figures.process:.0f} MB of the process", *_both("heap", goals)),
        ("script of the map, compressed", f"{figures.script:.1f} kB", *_both("script", goals)),
    ]  # fmt: skip
    for what, figure, reference, goal in rows:
        table.add_row(of + what, figure, reference, goal)


def _both(name: str, goals: Goals) -> tuple[str, str]:
    return getattr(REFERENCE, name), getattr(goals, name)


async def bench_page(console: Console) -> None:
    """Import a state of each size into one database, and print what their maps take."""
    table = Table("what", "figure", "design", "goal", title="the map page, Chromium without a GPU")
    with tempfile.TemporaryDirectory() as folder, PrivateNeo4j(Path(folder) / "data") as server:
        uri, (user, password) = server.uri, server.auth
        states = dict(zip(GOALS, ("XA", "XB"), strict=True))
        async with Graph.connect(uri, server.auth) as graph:
            await migrate(graph)
            for size, state in states.items():
                write_network(Path(folder) / state, size, state)
                result = await import_network(graph, Path(folder) / state)
                assert not result.refused, result.entries[:3]
        settings = {"DATABASE_URI": uri, "DATABASE_USER": user, "DATABASE_PASSWORD": password}
        with serving(Path(folder) / "served", **settings) as (_, address):
            async with _chromium() as browser:
                for size, state in states.items():
                    _rows(size, await measured(browser, address, state), table)
    console.print(table)


if __name__ == "__main__":
    asyncio.run(bench_page(Console(width=140)))
