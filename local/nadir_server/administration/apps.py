"""The administration app: Django's, with this server's page."""
from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    default_site = "nadir_server.administration.site.Site"
