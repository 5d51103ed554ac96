"""The accounts app."""
from __future__ import annotations

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, post_save


class AccountsConfig(AppConfig):
    """Every user belongs to the group Default, which may make projects and tasks."""

    name = "nadir_server.accounts"
    label = "accounts"

    def ready(self) -> None:
        from django.contrib.auth import get_user_model

        from nadir_server.accounts import default_group

        post_migrate.connect(default_group.give_permissions, sender=apps.get_app_config("tasks"))
        post_save.connect(default_group.add_new_user, sender=get_user_model())
