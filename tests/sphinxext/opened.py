"""A page as a reader has it open: what it shows, what it computes, what it complains of and asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attrs import define, field

READY = "form.sr-try[data-ready]"


@define
class Opened:
    """An open page."""

    page: Any
    complaints: list[str] = field(factory=list)
    requests: list[str] = field(factory=list)

    def text(self, selector: str) -> str:
        """What is shown somewhere, without outer space."""
        found: str = self.page.inner_text(selector).strip()
        return found

    def texts(self, selector: str) -> list[str]:
        """What is shown at every place of a kind."""
        return [one.strip() for one in self.page.locator(selector).all_inner_texts()]

    def overall(self, key: str) -> str:
        """The total, the grade or another result of the what-if."""
        return self.text(f"[data-overall='{key}']")

    def score(self, item: str) -> str:
        """The score of a point or bonus in the what-if."""
        return self.text(f"[data-score='{item}']")

    @property
    def fragment(self) -> str:
        """What the address has behind the page."""
        found: str = self.page.evaluate("location.hash")
        return found

    def set(self, fact: str, value: str) -> None:
        """Type a value, or choose it."""
        control = self.page.locator(f"[data-fact='{fact}']")
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)

    def tried(self, tries: list[dict[str, str]]) -> list[dict[str, Any]]:
        """What the page shows as several values are typed or chosen, try after try, each from what the page began with; folded-away controls too."""
        found: list[dict[str, Any]] = self.page.evaluate(
            """tries => {
            const control = name => document.querySelector(`[data-fact='${name}']`), text = one => one.textContent.trim();
            const type = (name, value) => { const one = control(name); one.value = value; one.dispatchEvent(new Event('input', { bubbles: true })) };
            const facts = [...document.querySelectorAll('[data-fact]')].map(one => one.dataset.fact);
            const start = Object.fromEntries(facts.map(name => [name, control(name).value]));
            return tries.map((values, index) => {
                const back = Object.keys(tries[index - 1] ?? {}).filter(name => !(name in values));
                for (const name of back) type(name, start[name]);
                for (const name of Object.keys(values)) type(name, values[name]);
                return {
                    scores: Object.fromEntries([...document.querySelectorAll('[data-score]')].map(one => [one.dataset.score, text(one)])),
                    total: text(document.querySelector("[data-overall='total']")),
                    grade: text(document.querySelector("[data-overall='grade']")),
                };
            }) }""",
            tries,
        )
        return found

    @property
    def facts(self) -> list[str]:
        """The facts that can be tried."""
        found: list[str] = self.page.evaluate("[...document.querySelectorAll('[data-fact]')].map(one => one.dataset.fact)")
        return found

    def content(self, selector: str) -> str:
        """What stands somewhere, even if it is folded away."""
        return str(self.page.text_content(selector)).strip()

    def applying(self) -> list[str]:
        """The clauses that are lit."""
        ids: list[str] = self.page.evaluate("[...document.querySelectorAll('tr.sr-applies')].map(row => row.id.replace('clause-', ''))")
        return ids


@define
class Visitor:
    """Opens pages of a site, in tabs of the browser that it uses again: to begin with a new one takes as long as to load the page."""

    site: Path
    browser: Any
    pages: list[Opened] = field(factory=list)
    idle: list[Opened] = field(factory=list)

    def open(self, page: str, *, width: int = 1200, dark: bool = False, fragment: str = "") -> Opened:
        """A page, with its what-if ready where it has one."""
        made = self.idle.pop() if self.idle else self._tab()
        made.page.set_viewport_size({"width": width, "height": 900})
        made.page.emulate_media(media="screen", color_scheme="dark" if dark else "light")
        address = page if ":" in page else (self.site / page).as_uri()
        made.page.goto(address + fragment)
        if made.page.query_selector("form.sr-try"):
            made.page.wait_for_selector(READY)
        self.pages.append(made)
        return made

    def _tab(self) -> Opened:
        made = Opened(self.browser.new_page())
        made.page.on("console", lambda said: made.complaints.append(said.text) if said.type in ("error", "warning") else None)
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.page.on("request", lambda request: made.requests.append(request.url))
        return made

    def leave(self) -> tuple[list[str], list[str]]:
        """Leave all pages with nothing kept of them, and say what they complained of and asked for."""
        complaints = [said for one in self.pages for said in one.complaints]
        requests = [address for one in self.pages for address in one.requests]
        for one in self.pages:
            one.page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
            one.page.goto("about:blank")
            one.complaints.clear()
            one.requests.clear()
        self.idle += self.pages
        self.pages.clear()
        return complaints, requests


def serious_faults(opened: Opened, *, of: tuple[str, ...] = ()) -> list[tuple[str, list[str]]]:
    """The serious faults of accessibility that axe finds, of some of its rules or of all, with the first places of each."""
    from axe_playwright_python.sync_playwright import Axe

    rules = {"runOnly": {"type": "rule", "values": list(of)}} if of else {}
    found = Axe().run(opened.page, options={"preload": False, "resultTypes": ["violations"], **rules}).response["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]][:4]) for one in found if one["impact"] in ("serious", "critical")]
