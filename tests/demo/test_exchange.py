"""What other programs are given of the demonstration network."""

from demo.tables import NETWORK
from tests.api.client import Api
from tests.api.files import Files
from tests.exchange.graphs import assert_networkx_reads_what_the_files_say


async def test_networkx_reads_the_largest_state_out_of_both_graph_files(api: Api) -> None:
    await assert_networkx_reads_what_the_files_say(api, Files(NETWORK), "DE")
