from typing import Any

from django import forms


class LanguageSelect(forms.Select):
    """Every language under its own name, marked as being in that language."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"] |= {"lang": str(value), "dir": "auto"}
        return option
