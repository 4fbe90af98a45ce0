"""What the editor says, in the language of the person who writes."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def words() -> dict[str, str]:
    return {**_buttons(), **_table(), **_dialogs(), **_messages(), **_keys()}


def _buttons() -> dict[str, str]:
    return {
        "editor": _("Body text"),
        "toolbar": _("Formatting of the body text"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "heading2": _("Heading"),
        "heading3": _("Smaller heading"),
        "paragraph": _("Paragraph"),
        "bold": _("Bold"),
        "boldSign": pgettext("on the button for bold", "B"),
        "link": _("Link"),
        "ltr": _("Left-to-right words"),
        "bulletList": _("List"),
        "orderedList": _("Numbered list"),
        "blockquote": _("Quote"),
        "pullquote": _("Pull quote"),
        "source": _("Source of the quote"),
        "photo": _("Photo"),
        "table": _("Table"),
        "embed": _("Embed"),
        "readAlso": _("Read also"),
        "rule": _("Rule"),
        "direction": _("Direction of the paragraph"),
        "help": _("Keyboard shortcuts"),
        "full": _("Full screen"),
    }


def _table() -> dict[str, str]:
    return {
        "tableTools": _("Table tools"),
        "rowBefore": _("Row above"),
        "rowAfter": _("Row below"),
        "columnBefore": _("Column before"),
        "columnAfter": _("Column after"),
        "deleteRow": _("Delete the row"),
        "deleteColumn": _("Delete the column"),
        "headerRow": _("Header row"),
        "tableCaption": _("Title of the table"),
        "deleteTable": _("Delete the table"),
    }


def _dialogs() -> dict[str, str]:
    return {
        "cancel": _("Cancel"),
        "close": _("Close"),
        "insert": _("Insert"),
        "save": _("Save"),
        "remove": _("Remove"),
        "removeLink": _("Remove the link"),
        "linkField": _("Address, or words of a story of ours"),
        "storyField": _("Words of a story"),
        "stories": _("Our stories"),
        "embedField": _("Address of the post or video"),
        "caption": _("Caption in this story"),
        "embedCaption": _("Words below the embed, if any"),
        "noCredit": _("No credit"),
        "searching": _("Searching…"),
    }


def _messages() -> dict[str, str]:
    return {
        "nothingFound": _("No story matches."),
        "badAddress": _("This is not an address that a link can lead to."),
        "unknownHost": _(
            "Nothing of this site can be embedded. The address can stand in the text as a link."
        ),
        "asLink": _("Put in a link"),
        "unreachable": _("The newsroom does not answer. Nothing is lost; try again."),
        "uploading": pgettext("of a picture", "Uploading…"),
        "uploadFailed": _("The picture could not be uploaded."),
        "picturesLeft": _("Pictures of the pasted text were left out. Upload them to the library."),
        "tooLong": _(
            "The text is longer than a story can be. Nothing is lost; shorten it to save."
        ),
        "gone": _("It is no longer there, or you may not see it."),
    }


def _keys() -> dict[str, str]:
    return {
        "bigger": _("Leave full screen"),
        "saveStory": _("Save the story"),
        "newLine": _("New line in the paragraph"),
        "toToolbar": _("To the toolbar"),
        "deeper": _("List item deeper, next cell"),
        "higher": _("List item higher, cell before"),
    }
