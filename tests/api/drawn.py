"""The map of a network, asked for and read as a client reads it."""

from typing import Any

QUERY = """
  query ($state: String!, $unless: Int) {
    network(state: $state, unlessRevision: $unless) {
      state { code }
      revision
      unchanged
      map {
        areas { code name }
        areaSets
        regions { code name parent { code } latitude longitude }
        authorities { ids names types statuses validatingCoordinators regions areas dimicAreas }
        bundles { relation area ofValidated holders ends counts }
      }
    }
  }
"""


def plain(network: dict[str, Any]) -> tuple[dict[str, Any], dict[Any, int]]:
    """What a client makes of the map: authorities by id, and the number of relations of each bundle by its ends."""
    drawn = network["map"]
    lists, ids = drawn["authorities"], drawn["authorities"]["ids"]
    codes = [area["code"] for area in drawn["areas"]]
    sets = [[codes[position] for position in one] for one in drawn["areaSets"]]
    assert len({tuple(one) for one in sets}) == len(sets)
    authorities = {
        id: {
            "name": lists["names"][at],
            "type": lists["types"][at],
            "status": lists["statuses"][at],
            "validating": None if (vc := lists["validatingCoordinators"][at]) is None else ids[vc],
            "region": None if (place := lists["regions"][at]) is None else drawn["regions"][place]["code"],
            "areas": sets[lists["areas"][at]],
            "dimic": sets[lists["dimicAreas"][at]],
        }
        for at, id in enumerate(ids)
    }
    assert {len(each) for each in lists.values()} == {len(ids)}
    bundles = {
        (bundle["relation"], bundle["area"], ids[holder], bundle["ofValidated"], ids[end]): count
        for bundle in drawn["bundles"]
        for holder, end, count in zip(bundle["holders"], bundle["ends"], bundle["counts"], strict=True)
    }
    return authorities, bundles
