"""Every code of the rules, as docs/codes.md lists them and as the page words them in English: made of the catalogue.

python -m tests.conventions.codes list > docs/codes.md
python -m tests.conventions.codes page > web/src/sentences/en.json
"""

import json
import sys

from service.rules.arguments import PARAMETERS, WORDS
from service.rules.catalogue import CATALOGUE
from service.rules.wording import Code

HEAD = """# Codes

Every sentence that explains a rule (`detail` of violations, reasons and missing facts) and every notice of an import
(`message` of its entries) carries a `code` and `arguments` that word it in any language. A code is stable: it is not
renamed and keeps its arguments. Later versions add codes, so a client shows the English text for one it does not know.
Made by `python -m tests.conventions.codes list > docs/codes.md`.

What an argument is follows from its name, and is answered as its `kind`:

"""


def listed() -> str:
    """The list of codes in Markdown."""
    lines = [HEAD, "| Argument | Kind | Without a value |\n|---|---|---|\n"]
    for name, parameter in sorted(PARAMETERS.items()):
        lines.append(f"| `{name}` | {parameter.kind} | {parameter.none or ''} |\n")
    lines.append("\n| Code | In English |\n|---|---|\n")
    lines += [f"| `{code.name}` | {code.value} |\n" for code in Code]
    return "".join(lines)


def messages() -> dict[str, str]:
    """The page's messages in English: codes, rules, and the words of arguments."""
    return {
        **{code.name: message(code) for code in Code},
        **{rule.value: entry.text for rule, entry in CATALOGUE.items()},
        **{f"{kind}.{value}": text for kind, words in WORDS.items() for value, text in words.items()},
        "more": "{count, number} more",
    }


def message(code: Code) -> str:
    """The English text of a code in ICU's form, in which an argument without a value is a choice of its own."""
    return code.value.format(**{name: _placeholder(name) for name in code.names})


def _placeholder(name: str) -> str:
    none = PARAMETERS[name].none
    return f"{{{name}}}" if none is None else f"{{{name}, select, none {{{none}}} other {{{{{name}}}}}}}"


if __name__ == "__main__":
    if sys.argv[1:] == ["list"]:
        sys.stdout.write(listed())
    else:
        print(json.dumps(messages(), ensure_ascii=False, indent=2))
