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

    def set_all(self, values: dict[str, str]) -> None:
        """Type or choose several values, also where their controls are folded away."""
        self.page.evaluate(
            """values => { for (const [name, text] of Object.entries(values)) { const one = document.querySelector(`[data-fact='${name}']`);
            one.value = text; one.dispatchEvent(new Event('input', { bubbles: true })) } }""",
            values,
        )

    def reset(self) -> None:
        """Go back to what the page began with."""
        self.page.evaluate("document.querySelector('[data-reset]').click()")

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
    """Opens pages of a site."""

    site: Path
    browser: Any
    pages: list[Opened] = field(factory=list)

    def open(self, page: str, *, width: int = 1200, dark: bool = False, fragment: str = "") -> Opened:
        """A page, with its what-if ready where it has one."""
        context = self.browser.new_context(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
        made = Opened(context.new_page())
        made.page.on("console", lambda said: made.complaints.append(said.text) if said.type in ("error", "warning") else None)
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.page.on("request", lambda request: made.requests.append(request.url))
        address = page if ":" in page else (self.site / page).as_uri()
        made.page.goto(address + fragment)
        if made.page.query_selector("form.sr-try"):
            made.page.wait_for_selector(READY)
        self.pages.append(made)
        return made


def serious_faults(opened: Opened) -> list[tuple[str, list[str]]]:
    """The serious faults of accessibility that axe finds, with the first places of each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(opened.page, options={"preload": False}).response["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]][:4]) for one in found if one["impact"] in ("serious", "critical")]
