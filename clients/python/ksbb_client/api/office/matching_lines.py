from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.matching_line_page import MatchingLinePage
from ...models.matching_lines_need_class import MatchingLinesNeedClass
from ...models.matching_lines_state import MatchingLinesState
from ...models.problem_out import ProblemOut
from ...types import UNSET, Response, Unset


def _get_kwargs(
    public_id: UUID,
    *,
    after: str | Unset = UNSET,
    area: str | Unset = UNSET,
    limit: int | Unset = 50,
    need_class: MatchingLinesNeedClass | Unset = UNSET,
    state: MatchingLinesState | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["after"] = after

    params["area"] = area

    params["limit"] = limit

    json_need_class: str | Unset = UNSET
    if not isinstance(need_class, Unset):
        json_need_class = need_class.value

    params["need_class"] = json_need_class

    json_state: str | Unset = UNSET
    if not isinstance(state, Unset):
        json_state = state.value

    params["state"] = json_state

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/matching/{public_id}/lines".format(
            public_id=quote(str(public_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> MatchingLinePage | ProblemOut | None:
    if response.status_code == 200:
        response_200 = MatchingLinePage.from_dict(response.json())

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
) -> Response[MatchingLinePage | ProblemOut]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    area: str | Unset = UNSET,
    limit: int | Unset = 50,
    need_class: MatchingLinesNeedClass | Unset = UNSET,
    state: MatchingLinesState | Unset = UNSET,
) -> Response[MatchingLinePage | ProblemOut]:
    """How many devices go to which school, and why. Who gives them is told on the page. Grant
    `matching.read`.

    Args:
        public_id (UUID):
        after (str | Unset):
        area (str | Unset):
        limit (int | Unset):  Default: 50.
        need_class (MatchingLinesNeedClass | Unset):
        state (MatchingLinesState | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MatchingLinePage | ProblemOut]
    """

    kwargs = _get_kwargs(
        public_id=public_id,
        after=after,
        area=area,
        limit=limit,
        need_class=need_class,
        state=state,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    area: str | Unset = UNSET,
    limit: int | Unset = 50,
    need_class: MatchingLinesNeedClass | Unset = UNSET,
    state: MatchingLinesState | Unset = UNSET,
) -> MatchingLinePage | ProblemOut | None:
    """How many devices go to which school, and why. Who gives them is told on the page. Grant
    `matching.read`.

    Args:
        public_id (UUID):
        after (str | Unset):
        area (str | Unset):
        limit (int | Unset):  Default: 50.
        need_class (MatchingLinesNeedClass | Unset):
        state (MatchingLinesState | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MatchingLinePage | ProblemOut
    """

    return sync_detailed(
        public_id=public_id,
        client=client,
        after=after,
        area=area,
        limit=limit,
        need_class=need_class,
        state=state,
    ).parsed


async def asyncio_detailed(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    area: str | Unset = UNSET,
    limit: int | Unset = 50,
    need_class: MatchingLinesNeedClass | Unset = UNSET,
    state: MatchingLinesState | Unset = UNSET,
) -> Response[MatchingLinePage | ProblemOut]:
    """How many devices go to which school, and why. Who gives them is told on the page. Grant
    `matching.read`.

    Args:
        public_id (UUID):
        after (str | Unset):
        area (str | Unset):
        limit (int | Unset):  Default: 50.
        need_class (MatchingLinesNeedClass | Unset):
        state (MatchingLinesState | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MatchingLinePage | ProblemOut]
    """

    kwargs = _get_kwargs(
        public_id=public_id,
        after=after,
        area=area,
        limit=limit,
        need_class=need_class,
        state=state,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    area: str | Unset = UNSET,
    limit: int | Unset = 50,
    need_class: MatchingLinesNeedClass | Unset = UNSET,
    state: MatchingLinesState | Unset = UNSET,
) -> MatchingLinePage | ProblemOut | None:
    """How many devices go to which school, and why. Who gives them is told on the page. Grant
    `matching.read`.

    Args:
        public_id (UUID):
        after (str | Unset):
        area (str | Unset):
        limit (int | Unset):  Default: 50.
        need_class (MatchingLinesNeedClass | Unset):
        state (MatchingLinesState | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MatchingLinePage | ProblemOut
    """

    return (
        await asyncio_detailed(
            public_id=public_id,
            client=client,
            after=after,
            area=area,
            limit=limit,
            need_class=need_class,
            state=state,
        )
    ).parsed
