"""What a sentence is worded from, held against its English text."""

from typing import Any

from service.rules.arguments import Argument
from service.rules.wording import Code, Detail

WORDED = """fragment AllOfWorded on Worded {
  detail code arguments { name kind values more authorities { id } }
}"""
"""All that the interface says of a sentence."""


def held_against_its_words(answer: Any) -> Any:
    """The answer without codes, arguments and places, after its details were made of these once more; a notice keeps
    its code.
    """
    if isinstance(answer, list):
        return [held_against_its_words(each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    if "code" in answer and "arguments" in answer:
        text = ": ".join([*(sentence(place) for place in answer.get("at", [])), sentence(answer)])
        assert answer["detail" if "detail" in answer else "message"] == text
        of_words = ("code", "arguments", "at") if "detail" in answer else ("arguments",)
        answer = {name: value for name, value in answer.items() if name not in of_words}
    return {name: held_against_its_words(value) for name, value in answer.items()}


def sentence(worded: dict[str, Any]) -> str:
    """The English text of a code with its arguments."""
    arguments = []
    for each in worded["arguments"]:
        argument = Argument(each["name"], tuple(each["values"]), each["more"])
        assert each["kind"] == argument.kind
        found = [authority and authority["id"] for authority in each["authorities"]]
        known = each["values"] if each["kind"] == "AUTHORITY" else []
        assert len(found) == len(known)
        assert all(id in (None, value) for id, value in zip(found, known, strict=True))
        arguments.append(argument)
    return str(Detail(Code[worded["code"]], tuple(arguments)))
