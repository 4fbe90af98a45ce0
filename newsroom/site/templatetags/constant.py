from typing import Any

from django import template
from django.template import Context
from django.template.base import NodeList, Parser, Token
from django.utils.translation import get_language

register = template.Library()


class Constant(template.Node):
    """Lives as long as its template, so it holds one text for each language."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.texts: dict[Any, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self.texts:
            self.texts[language] = self.nodelist.render(context.new())
        return self.texts[language]


@register.tag
def constant(parser: Parser, token: Token) -> Constant:
    """``{% constant %}…{% endconstant %}``: words, icons and addresses of no page in particular.

    Put together once in each language. No variable reaches the inside.
    """
    nodelist = parser.parse(("endconstant",))
    parser.delete_first_token()
    return Constant(nodelist)
