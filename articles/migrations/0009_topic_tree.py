"""Topics get their place in the tree; articles that are found under more topics wait to be indexed."""

import django.db.models.deletion
from django.db import migrations, models

from articles.extraction.topics import broader, listed, topic_name
from articles.models.registers import make_slug, numbered_slug, register_key


def place(apps, schema_editor):
    Topic = apps.get_model("articles", "Topic")
    slugs = {register_key(slug): slug for slug in listed()}
    for row in Topic.objects.filter(key__in=slugs, parent=None).order_by("pk"):
        row.parent = _parent(Topic, slugs[row.key])
        if row.parent is not None:
            row.save(update_fields=["parent"])
    note_what_is_placed(apps)


def _parent(Topic, slug):
    above = broader(slug)
    if not above:
        return None
    key = register_key(above[-1])
    row = Topic.objects.filter(key=key).first()
    if row is None:
        name = topic_name(above[-1])
        free = numbered_slug(make_slug(name), set(Topic.objects.values_list("slug", flat=True)))
        row = Topic.objects.create(key=key, name=name, slug=free, parent=_parent(Topic, above[-1]))
    return row


def note_what_is_placed(apps):
    Mention, IndexNote = apps.get_model("articles", "Mention"), apps.get_model("articles", "IndexNote")
    placed = Mention.objects.filter(topic__parent__isnull=False, article__status="published")
    articles = placed.exclude(article__in=IndexNote.objects.values("article")).order_by("article")
    pks = articles.values_list("article", flat=True).distinct()
    IndexNote.objects.bulk_create((IndexNote(article=pk) for pk in pks), batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_settled_names")]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="children",
                to="articles.topic",
            ),
        ),
        migrations.RunPython(place, migrations.RunPython.noop),
    ]
