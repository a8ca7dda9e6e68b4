"""How long a site takes to make, how heavy its pages are and how soon a what-if answers: `python benchmarks/site.py [--json]`.

Needs the library with its extra `test`, and Chromium. Playwright's own browser is not used.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright
from timing import Runs, alternating, asked, table, time_shown

from supervision_rules import assess, load_case, load_scheme
from supervision_rules.messages import catalogue
from supervision_rules.sphinxext.project import build_site

SCHEME, CASE = "changzhou-2021", "xinbei-2020"
ASSESS = "assess a thousand times"
PAGES = ("index", "points/backbone-teachers", "points/class-and-school-size", "cases/xinbei-2020", "try", "facts")
READY = """
addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.sr-try");
  if (!form) return;
  const seen = () => { if (form.dataset.ready) window.answered ??= performance.now() - performance.getEntriesByType("navigation")[0].domInteractive };
  new MutationObserver(seen).observe(form, { attributes: true });
  seen();
});
"""


def main() -> None:
    """Measure and print."""
    options = asked(__doc__, rounds=2)
    scheme = load_scheme(SCHEME)
    case = load_case(CASE, scheme)
    with TemporaryDirectory() as directory:
        site = Path(directory) / "site"
        runs: Runs = {
            ASSESS: lambda _: [assess(scheme, case) for _ in range(1000)],
            "site without proofs": lambda _: build_site([SCHEME], site, [], catalogue(), prove=False),
            "site with every law proved": lambda _: build_site([SCHEME], site, [], catalogue(), prove=True),
        }
        times = alternating(runs, options.rounds)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            pages = {page: opened(browser, site / SCHEME / f"{page}.html", 5 * options.rounds) for page in PAGES}
            browser.close()
    if options.json:
        print(json.dumps({"seconds": times, "pages": {page: {"bytes": size, "seconds": wait} for page, (size, wait) in pages.items()}}, indent=2))
        return
    print(table("median time", times, {"÷ assess": ASSESS}, time_shown), "\n")
    print("| page | with all it asks for | what-if answers after |", "|---|---:|---:|", sep="\n")
    for page, (size, wait) in pages.items():
        print(f"| `{page}` | {size / 1000:.0f} kB | {time_shown(wait) if wait else '—'} |")


def opened(browser: Browser, page: Path, times: int) -> tuple[int, float | None]:
    """The bytes of a page with everything that it asks for, and the median seconds from its text being there to the what-if showing results."""
    waits = []
    asked: set[str] = set()
    for _ in range(times):
        context = browser.new_context()
        tab = context.new_page()
        tab.add_init_script(READY)
        tab.on("request", lambda request: asked.add(request.url.partition("#")[0].partition("?")[0].removeprefix("file://")))
        tab.goto(page.as_uri())
        if tab.query_selector("form.sr-try"):
            tab.wait_for_function("window.answered !== undefined")
            waits.append(tab.evaluate("window.answered") / 1000)
        context.close()
    return sum(Path(file).stat().st_size for file in asked if file.startswith("/")), median(waits) if waits else None


if __name__ == "__main__":
    main()
