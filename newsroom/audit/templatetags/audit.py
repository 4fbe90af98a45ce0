from django import template

from newsroom.audit import verbs

register = template.Library()
register.filter("verb_label", verbs.verb_label)
