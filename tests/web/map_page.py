"""The map in a browser, as a person uses it."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from service.http import tokens
from service.model.identifiers import Actor
from tests.operation.process import SECRETS

MINUTE_AND_A_HALF = 90_000


def reading_token() -> str:
    """A token as links have it."""
    return tokens.issue(tokens.parse_secrets(SECRETS), Actor(None, True), datetime.now(UTC), tokens.READING)


class MapPage:
    """One tab."""

    def __init__(self, page: Page, address: str, token: str) -> None:
        self.page = page
        self.address = address
        self.token = token

    def open(self, query: str = "?c=DE") -> None:
        """Open it by a link, and wait until it is drawn."""
        self.page.goto(f"{self.address}/{query}#token={self.token}")
        self.wait()

    def wait(self) -> None:
        """Wait until a picture, a table or a message stands."""
        self.page.wait_for_selector(
            ".picture[data-shown], .table-view, .card .counts, [role=alert]",
            state="attached",
            timeout=MINUTE_AND_A_HALF,
        )

    @property
    def parameters(self) -> dict[str, str]:
        """What stands in the address."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.page.url).query, True).items()}

    @property
    def shown(self) -> int:
        """How many authorities and coordinators meet the filters, as the picture has it."""
        return int(self.page.locator(".picture").get_attribute("data-shown") or -1)

    def node(self, id: str) -> Locator:
        """The symbol of a coordinator."""
        return self.page.locator(f'.node[data-authority="{id}"]')

    @property
    def panel(self) -> Locator:
        """The details."""
        return self.page.get_by_role("complementary", name="Details")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def banner(self) -> Locator:
        """What lies over the picture."""
        banner = self.page.locator(".banner")
        expect(banner).to_be_visible(timeout=MINUTE_AND_A_HALF)
        return banner
