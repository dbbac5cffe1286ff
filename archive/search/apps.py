from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "archive.search"
    label = "archive_search"
    verbose_name = "Search engine"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers them
