"""Names settled by editors; and articles from before stories and names were followed wait to be followed."""

from django.db import migrations, models


def note_the_ungrouped(apps, schema_editor):
    Article, Kinship = apps.get_model("articles", "Article"), apps.get_model("articles", "Kinship")
    IndexNote = apps.get_model("articles", "IndexNote")
    waiting = Article.objects.filter(status="published").exclude(pk__in=Kinship.objects.values("article"))
    pks = waiting.order_by("pk").values_list("pk", flat=True)
    IndexNote.objects.bulk_create((IndexNote(article=pk) for pk in pks), batch_size=1000)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0007_kinds_of_dialogues'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='name_settled',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(note_the_ungrouped, migrations.RunPython.noop),
    ]
