"""Answers of the API, each held against the description that programs are given."""

from __future__ import annotations

from typing import Any

from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from articles.api.openapi import DOCUMENT


def check(data: Any, path: str, status: int = 200) -> None:
    """That an answer is just what is documented for this path and status."""
    content = DOCUMENT["paths"][path]["get"]["responses"][str(status)]["content"]
    schema = content["application/json"]["schema"] | {"components": DOCUMENT["components"]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(data)


def get(client: Client, address: str, path: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status, address
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    data = response.json()
    check(data, path, status)
    return data
