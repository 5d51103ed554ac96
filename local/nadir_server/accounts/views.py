"""Log-in, and the lists of users and groups that sharing needs."""
from __future__ import annotations

from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.tokens import AccessToken

from nadir_server.api.numbers import whole_number


class LoginSerializer(serializers.Serializer):
    """User name and password, as form or JSON."""

    username = serializers.CharField()
    password = serializers.CharField(trim_whitespace=False)


class TokenAuth(APIView):
    """POST user name and password, get a token that lives six hours."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def post(self, request: Request) -> Response:
        login = LoginSerializer(data=request.data)
        login.is_valid(raise_exception=True)
        user = authenticate(request, **login.validated_data)
        if user is None:
            raise serializers.ValidationError({"non_field_errors": ["Unable to login with provided credentials."]})
        token = AccessToken.for_user(user)
        token["username"] = user.get_username()
        return Response({"token": str(token)})


class Users(APIView):
    """Names and addresses of the users: `?search=`, `?limit=`."""

    def get(self, request: Request) -> Response:
        users = get_user_model().objects.order_by("id")
        if search := request.query_params.get("search"):
            users = users.filter(username__icontains=search) | users.filter(email__icontains=search)
        limit = whole_number(request.query_params.get("limit", ""))
        users = users if limit is None else users[:limit]
        return Response([{"username": user.username, "email": user.email} for user in users])


class Groups(APIView):
    """The groups."""

    def get(self, request: Request) -> Response:
        return Response([{"name": group.name, "id": group.pk} for group in Group.objects.order_by("id")])
