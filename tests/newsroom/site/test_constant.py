from django.template import Context, Template
from django.utils import translation

from newsroom.site.templatetags.constant import Constant


def test_is_put_together_once_in_each_language() -> None:
    template = Template("{% load i18n %}{% constant %}{% translate 'Search' %}{% endconstant %}")
    words = {"ar": "بحث", "fr": "Recherche"}
    for language in ("ar", "fr", "ar"):
        with translation.override(language):
            assert template.render(Context()) == words[language]
    [node] = template.nodelist.get_nodes_by_type(Constant)
    assert isinstance(node, Constant)
    assert node.texts == words


def test_no_variable_reaches_the_inside() -> None:
    template = Template("{% constant %}[{{ name }}]{% endconstant %}{{ name }}")
    assert [template.render(Context({"name": name})) for name in "ab"] == ["[]a", "[]b"]


def test_stands_in_a_loop_and_in_an_included_template() -> None:
    text = "{% for n in '12' %}{% include inner %}{% endfor %}"
    inner = Template("{% constant %}{% icon 'search' %}{% endconstant %}{{ n }}")
    printed = Template(text).render(Context({"inner": inner}))
    assert printed.count("#search") == 2
    assert printed.endswith("2")
