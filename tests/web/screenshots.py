"""Pictures of the map for the README, of the demonstration network: `make screenshots`."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from demo.tables import NETWORK
from tests.operation.process import command, serving
from tests.pages.built import built
from tests.web.conftest import ARGUMENTS, CHROMIUM
from tests.web.map_page import MapPage, reading_token

IMAGES = Path(__file__).parents[2] / "docs" / "images"
PICTURES = {
    "map-germany": "?c=DE",
    "map-germany-seen-as-bavaria": "?c=DE&as=de-by/wirtschaftsministerium&theme=dark",
    "map-netherlands": "?c=NL",
}
WIDTH, HEIGHT = 1120, 700


def take() -> None:
    """Draw and keep each picture."""
    built()
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "served" / "data"
        imported = command("import", str(NETWORK), data_dir=data)
        assert imported.returncode == 0, imported.stderr
        with (
            serving(Path(folder) / "served", request_timeout_seconds=300) as service,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
            context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB")
            for name, query in PICTURES.items():
                page = MapPage(context.new_page(), service.address, reading_token())
                page.open(query)
                if "as=" in query:
                    page.banner()
                page.page.wait_for_load_state("networkidle")
                page.page.screenshot(path=IMAGES / f"{name}.jpg", type="jpeg", quality=72)
            browser.close()


if __name__ == "__main__":
    take()
