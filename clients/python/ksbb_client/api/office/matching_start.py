from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.matching_run_in import MatchingRunIn
from ...models.matching_run_out import MatchingRunOut
from ...models.problem_out import ProblemOut
from ...types import Response


def _get_kwargs(
    *,
    body: MatchingRunIn,
    idempotency_key: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/matching",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> MatchingRunOut | ProblemOut | None:
    if response.status_code == 202:
        response_202 = MatchingRunOut.from_dict(response.json())

        return response_202

    if response.status_code == 400:
        response_400 = ProblemOut.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ProblemOut.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ProblemOut.from_dict(response.json())

        return response_403

    if response.status_code == 406:
        response_406 = ProblemOut.from_dict(response.json())

        return response_406

    if response.status_code == 409:
        response_409 = ProblemOut.from_dict(response.json())

        return response_409

    if response.status_code == 413:
        response_413 = ProblemOut.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = ProblemOut.from_dict(response.json())

        return response_415

    if response.status_code == 429:
        response_429 = ProblemOut.from_dict(response.json())

        return response_429

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[MatchingRunOut | ProblemOut]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: MatchingRunIn,
    idempotency_key: str,
) -> Response[MatchingRunOut | ProblemOut]:
    """Have a proposal calculated over an area of the key's ground; a worker does it. Nothing is promised
    by it: a person agrees
    to a proposal, or does not, on its page. Grant `matching.run`.

    Args:
        idempotency_key (str):
        body (MatchingRunIn): `sources`: promises without a school (`wishes`), aggregators' free
            stock (`stock`). `block`: how many devices travel
            together, instead of what the weights say.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MatchingRunOut | ProblemOut]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: MatchingRunIn,
    idempotency_key: str,
) -> MatchingRunOut | ProblemOut | None:
    """Have a proposal calculated over an area of the key's ground; a worker does it. Nothing is promised
    by it: a person agrees
    to a proposal, or does not, on its page. Grant `matching.run`.

    Args:
        idempotency_key (str):
        body (MatchingRunIn): `sources`: promises without a school (`wishes`), aggregators' free
            stock (`stock`). `block`: how many devices travel
            together, instead of what the weights say.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MatchingRunOut | ProblemOut
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: MatchingRunIn,
    idempotency_key: str,
) -> Response[MatchingRunOut | ProblemOut]:
    """Have a proposal calculated over an area of the key's ground; a worker does it. Nothing is promised
    by it: a person agrees
    to a proposal, or does not, on its page. Grant `matching.run`.

    Args:
        idempotency_key (str):
        body (MatchingRunIn): `sources`: promises without a school (`wishes`), aggregators' free
            stock (`stock`). `block`: how many devices travel
            together, instead of what the weights say.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MatchingRunOut | ProblemOut]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: MatchingRunIn,
    idempotency_key: str,
) -> MatchingRunOut | ProblemOut | None:
    """Have a proposal calculated over an area of the key's ground; a worker does it. Nothing is promised
    by it: a person agrees
    to a proposal, or does not, on its page. Grant `matching.run`.

    Args:
        idempotency_key (str):
        body (MatchingRunIn): `sources`: promises without a school (`wishes`), aggregators' free
            stock (`stock`). `block`: how many devices travel
            together, instead of what the weights say.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MatchingRunOut | ProblemOut
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
