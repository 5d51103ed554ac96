"""`python many_projects.py USER PROJECTS TASKS`: fills the database of a server that does not run, in one transaction."""

from __future__ import annotations

import sys

import django


def main(name: str, projects: int, tasks: int) -> None:
    """So many projects of the user, who is made with the name for a password, of so many finished tasks each."""
    django.setup()
    from django.contrib.auth import get_user_model
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command
    from django.db import transaction
    from guardian.models import UserObjectPermission
    from nadir_server.projects.models import ACTIONS, Project
    from nadir_server.tasks.models import Task, TaskStatus

    call_command("migrate", interactive=False, verbosity=0)
    kind = ContentType.objects.get_for_model(Project)
    permissions = [kind.permission_set.get(codename=f"{action}_project") for action in ACTIONS]
    with transaction.atomic():
        user = get_user_model().objects.create_user(name, f"{name}@example.com", name)
        made = Project.objects.bulk_create([Project(owner=user, name=f"Survey {number}") for number in range(projects)])
        UserObjectPermission.objects.bulk_create(
            UserObjectPermission(user=user, permission=permission, content_type=kind, object_pk=str(project.pk))
            for project in made
            for permission in permissions
        )
        Task.objects.bulk_create(
            Task(project=project, name=f"Flight {number}", status=TaskStatus.COMPLETED, images_count=300)
            for project in made
            for number in range(tasks)
        )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
