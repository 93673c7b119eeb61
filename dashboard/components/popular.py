"""What is often said, by what was found of it; and all there is to advise, with its evidence."""

from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard.components.advice import KINDS
from dashboard.components.base import card, cited, more
from dashboard.components.grade import badge
from warehouse.advice import AdviceText, load_advice
from warehouse.claims import VERDICTS, Claim, Verdict, load_claims
from warehouse.wording import count


def popular() -> Component:
    """List what is often said, what does not hold first."""
    found = load_claims()
    groups = [_verdict(verdict, [claim for claim in found if claim.verdict == verdict]) for verdict in reversed(VERDICTS)]
    return html.Div(groups, className="claims")


def all_advice() -> Component:
    """List every piece of advice by kind, folded: its dose, its grade, its source."""
    kinds = [(kind, list(texts)) for kind, texts in groupby(load_advice().advice, key=lambda text: text.kind)]
    return card(
        *[more(f"{KINDS[kind]}: {count(len(texts), 'suggestion')}", html.Ul([_advice(text) for text in texts])) for kind, texts in kinds]
    )


def _verdict(verdict: Verdict, claims: list[Claim]) -> Component:
    return html.Div([html.H3(VERDICTS[verdict], className=f"verdict-{verdict}"), html.Ul([_claim(claim) for claim in claims])])


def _claim(claim: Claim) -> Component:
    source = html.P(["Source: ", *cited(claim.source)], className="evidence")
    return html.Li(card(html.P(f"“{claim.said}”", className="said-claim"), html.P(claim.found), source), id=f"claim-{claim.id}")


def _advice(text: AdviceText) -> Component:
    title = html.P([html.Strong(text.title), html.Span(text.dose, className="dose")])
    return html.Li([title, html.P([badge(text.grade), html.Span([". Source: ", *cited(text.source), "."])], className="evidence")])
