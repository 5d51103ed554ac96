"""Copies on nodes are kept for a while."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("nodes", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="leftover",
            name="not_before",
            field=models.DateTimeField(db_index=True, default=django.utils.timezone.now),
        ),
    ]
