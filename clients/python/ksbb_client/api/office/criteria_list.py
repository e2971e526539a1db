from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.criteria_list_kind import CriteriaListKind
from ...models.criteria_list_state import CriteriaListState
from ...models.criteria_page import CriteriaPage
from ...models.problem_out import ProblemOut
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    after: str | Unset = UNSET,
    kind: CriteriaListKind | Unset = UNSET,
    limit: int | Unset = 50,
    state: CriteriaListState | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["after"] = after

    json_kind: str | Unset = UNSET
    if not isinstance(kind, Unset):
        json_kind = kind.value

    params["kind"] = json_kind

    params["limit"] = limit

    json_state: str | Unset = UNSET
    if not isinstance(state, Unset):
        json_state = state.value

    params["state"] = json_state

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/criteria",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CriteriaPage | ProblemOut | None:
    if response.status_code == 200:
        response_200 = CriteriaPage.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ProblemOut.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ProblemOut.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ProblemOut.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = ProblemOut.from_dict(response.json())

        return response_404

    if response.status_code == 406:
        response_406 = ProblemOut.from_dict(response.json())

        return response_406

    if response.status_code == 429:
        response_429 = ProblemOut.from_dict(response.json())

        return response_429

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[CriteriaPage | ProblemOut]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    kind: CriteriaListKind | Unset = UNSET,
    limit: int | Unset = 50,
    state: CriteriaListState | Unset = UNSET,
) -> Response[CriteriaPage | ProblemOut]:
    """All versions, the newest first. Grant `criteria.read`.

    Args:
        after (str | Unset):
        kind (CriteriaListKind | Unset):
        limit (int | Unset):  Default: 50.
        state (CriteriaListState | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CriteriaPage | ProblemOut]
    """

    kwargs = _get_kwargs(
        after=after,
        kind=kind,
        limit=limit,
        state=state,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    kind: CriteriaListKind | Unset = UNSET,
    limit: int | Unset = 50,
    state: CriteriaListState | Unset = UNSET,
) -> CriteriaPage | ProblemOut | None:
    """All versions, the newest first. Grant `criteria.read`.

    Args:
        after (str | Unset):
        kind (CriteriaListKind | Unset):
        limit (int | Unset):  Default: 50.
        state (CriteriaListState | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CriteriaPage | ProblemOut
    """

    return sync_detailed(
        client=client,
        after=after,
        kind=kind,
        limit=limit,
        state=state,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    kind: CriteriaListKind | Unset = UNSET,
    limit: int | Unset = 50,
    state: CriteriaListState | Unset = UNSET,
) -> Response[CriteriaPage | ProblemOut]:
    """All versions, the newest first. Grant `criteria.read`.

    Args:
        after (str | Unset):
        kind (CriteriaListKind | Unset):
        limit (int | Unset):  Default: 50.
        state (CriteriaListState | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CriteriaPage | ProblemOut]
    """

    kwargs = _get_kwargs(
        after=after,
        kind=kind,
        limit=limit,
        state=state,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    kind: CriteriaListKind | Unset = UNSET,
    limit: int | Unset = 50,
    state: CriteriaListState | Unset = UNSET,
) -> CriteriaPage | ProblemOut | None:
    """All versions, the newest first. Grant `criteria.read`.

    Args:
        after (str | Unset):
        kind (CriteriaListKind | Unset):
        limit (int | Unset):  Default: 50.
        state (CriteriaListState | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CriteriaPage | ProblemOut
    """

    return (
        await asyncio_detailed(
            client=client,
            after=after,
            kind=kind,
            limit=limit,
            state=state,
        )
    ).parsed
