"""Presets as JSON."""
from __future__ import annotations

from rest_framework import serializers

from nadir_server.presets.models import Preset
from nadir_server.tasks.options import OptionsField


class PresetSerializer(serializers.ModelSerializer):
    """A preset; its owner is who made it."""

    options = OptionsField(required=False)

    class Meta:
        model = Preset
        fields = ("id", "name", "options", "created_at", "system")
        read_only_fields = ("created_at", "system")
