"""Filters of the list of projects."""
from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from nadir_server.projects.models import Project
from nadir_server.tasks.models import Task


class ProjectFilter(filters.FilterSet):
    """Exact fields, and `search`: words, `#tag` of a project, `##tag` of a task, `@owner`."""

    search = filters.CharFilter(method="filter_search")

    class Meta:
        model = Project
        fields = ("id", "name", "description", "created_at")

    def filter_search(self, queryset: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        keys = set(queryset.values_list("pk", flat=True))
        words = []
        for word in value.casefold().split():
            if word.startswith("##"):
                keys &= with_task_tag(word[2:])
            elif word.startswith("#"):
                keys &= with_tag(word[1:])
            elif word.startswith("@"):
                keys &= set(Project.objects.filter(owner__username__icontains=word[1:]).values_list("pk", flat=True))
            else:
                words.append(word)
        keys = with_words(keys, words) if words else keys
        return queryset.filter(pk__in=list(keys))


def with_words(keys: set[int], words: Iterable[str]) -> set[int]:
    """The projects in which every word occurs, in its own name, its description or the names of its tasks.

    Compared here and not by the database, which knows upper and lower case of ASCII only.
    """
    texts = {key: f"{name}\n{description}".casefold()
             for key, name, description in Project.objects.values_list("pk", "name", "description") if key in keys}  # fmt: skip
    for key, name in Task.objects.exclude(name=None).values_list("project_id", "name"):
        if key in texts:
            texts[key] += "\n" + name.casefold()
    return {key for key, text in texts.items() if all(word in text for word in words)}


def with_tag(tag: str) -> set[int]:
    """Projects with a tag that contains the text."""
    return {key for key, tags in Project.objects.values_list("pk", "tags") if has_tag(tags, tag)}


def with_task_tag(tag: str) -> set[int]:
    """Projects with a task with such a tag."""
    return {key for key, tags in Task.objects.values_list("project_id", "tags") if has_tag(tags, tag)}


def has_tag(tags: list[str] | None, wanted: str) -> bool:
    return any(wanted in tag.casefold() for tag in tags or [])
