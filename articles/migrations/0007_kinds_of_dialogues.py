"""Keys of dialogues by their kind, so that those that are in the archive go on when articles call them otherwise."""

from django.db import migrations

from articles.comparing.dialogues import kind_of
from articles.models.registers import register_key


def by_kind(apps, schema_editor):
    EventSeries, Event = apps.get_model("articles", "EventSeries"), apps.get_model("articles", "Event")
    for series in EventSeries.objects.select_related("first", "second").order_by("pk"):
        old, codes = series.key, series.key.rpartition("|")[2]
        parties = [party.name for party in (series.first, series.second) if party]
        new = register_key(kind_of(series.name, parties), codes)
        if new == old or EventSeries.objects.filter(key=new).exists():
            continue
        series.key = new
        series.save(update_fields=["key"])
        for event in Event.objects.filter(series=series, key__startswith=old[:340]):
            event.key = f"{new[:340]}{event.key.removeprefix(old[:340])}"
            event.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_identities")]

    operations = [migrations.RunPython(by_kind, migrations.RunPython.noop)]
