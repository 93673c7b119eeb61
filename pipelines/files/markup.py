"""XML as watches write it: parsed without entities or network, a damaged file around its damage."""

from collections.abc import Mapping, Sequence

from lxml import etree

from warehouse.errors import UnreadableError

LARGEST_BYTES = 64 * 1024 * 1024
AGAIN = "Export the activity again from its source and import that file."

_BLANK = b" \t\r\n\xef\xbb\xbf"


def parse(content: bytes) -> tuple[etree._Element, str | None]:
    """Parse a document; return its root and, when it is damaged, what is wrong in plain words.

    Raises:
        UnreadableError: there is no XML in it, or it is larger than `LARGEST_BYTES`.

    """
    if len(content) > LARGEST_BYTES:
        raise UnreadableError("The file is larger than 64 MB, more than one activity needs.", AGAIN)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content.lstrip(_BLANK), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        root = None
    if root is None:
        raise UnreadableError("The file is not readable as XML.", AGAIN)
    return root, _damage(parser)


def _damage(parser: etree.XMLParser) -> str | None:
    fatal = [entry.line for entry in parser.error_log if entry.level == etree.ErrorLevels.FATAL]
    return f"The file is damaged at line {fatal[0]}; what could be read was kept." if fatal else None


def local_name(tag: str) -> str:
    """Return an element's name in lower case without namespace or prefix."""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def text(element: etree._Element, path: str) -> str | None:
    """Return the text of the first element at a path of local names, in any namespace; None when absent or blank."""
    found = element.find("/".join(f"{{*}}{name}" for name in path.split("/")))
    return None if found is None else (found.text or "").strip() or None


def table(points: Sequence[etree._Element], names: Mapping[str, str]) -> dict[str, list[str | None]]:
    """Return a column of texts for each value of `names`, read below each point from the elements whose local name is its key."""
    columns: dict[str, list[str | None]] = {column: [None] * len(points) for column in names.values()}
    known: dict[object, list[str | None] | None] = {}
    for index, point in enumerate(points):
        for element in point.iter():
            tag = element.tag
            if tag not in known:
                known[tag] = columns.get(names.get(local_name(tag), "")) if isinstance(tag, str) else None
            if (column := known[tag]) is not None:
                column[index] = element.text
    return columns
