from django.urls import path, register_converter

from articles.shortlinks import views

app_name = "shortlinks"


class CodeConverter:
    regex = "[1-9A-HJ-NP-Za-km-z]{1,16}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConverter, "short_code")

urlpatterns = [
    path("s/<short_code:code>", views.follow, name="follow"),
    path("s/<short_code:code>/", views.follow),
]
