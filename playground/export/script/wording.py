"""Words of scripts: titles, names and paragraphs as source text."""

import json
import textwrap

from playground.export.subject import Subject


def named(word: str) -> str:
    """Return a name as a string of source text."""
    if '"' in word and "'" not in word:
        return repr(word)
    return json.dumps(word, ensure_ascii=False)


def paragraph(text: str, width: int = 88) -> list[str]:
    """Return lines of a paragraph of a docstring."""
    return textwrap.wrap(plain(text), width)


def plain(text: str) -> str:
    """Return text that may stand in a docstring whatever it holds."""
    printable = "".join(sign for sign in text if sign.isprintable())
    return printable.replace("\\", "/").replace('"""', "'''").strip('"')


def title_line(subject: Subject, ending: str) -> str:
    """Return the first line of a script's docstring."""
    title = plain(subject.title) or plain(subject.id) or "A learner"
    line = f"{title} ({plain(subject.id)}) {ending}."
    return line if len(line) <= 80 else f"{title[:60]}... {ending}."
