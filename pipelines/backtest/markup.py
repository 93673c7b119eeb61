"""HTML and SVG elements as text."""

from html import escape


def tag(name: str, *inside: str, **attributes: str | float) -> str:
    """Write an element around markup; a trailing underscore of a name is dropped and the others become hyphens."""
    return f"<{name}{_written(attributes)}>{''.join(inside)}</{name}>"


def shape(name: str, title: str = "", **attributes: str | float) -> str:
    """Write an SVG shape; its title shows on hovering."""
    return tag(name, tag("title", escape(title)) if title else "", **attributes)


def _written(attributes: dict[str, str | float]) -> str:
    return "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items())
