from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from nadir_server.presets.system import SYSTEM_PRESETS


def add_system_presets(apps: Any, schema_editor: Any) -> None:
    preset = apps.get_model("presets", "Preset")
    for name, options in SYSTEM_PRESETS.items():
        preset.objects.create(name=name, options=options, system=True)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Preset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        blank=True, default="", help_text="A label used to describe the preset", max_length=255
                    ),
                ),
                ("options", models.JSONField(blank=True, default=list, help_text="List of {name, value}")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("system", models.BooleanField(default=False, help_text="Whether it comes with the server")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.RunPython(add_system_presets, migrations.RunPython.noop),
    ]
