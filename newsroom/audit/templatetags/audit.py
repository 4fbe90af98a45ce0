from django import template

from newsroom.audit import log

register = template.Library()
register.filter("verb_label", log.verb_label)
