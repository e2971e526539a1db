from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem_out import ProblemOut
from ...models.school_needs_out import SchoolNeedsOut
from ...types import Response


def _get_kwargs(
    npsn: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/needs/{npsn}".format(
            npsn=quote(str(npsn), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemOut | SchoolNeedsOut | None:
    if response.status_code == 200:
        response_200 = SchoolNeedsOut.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ProblemOut.from_dict(response.json())

        return response_400

    if response.status_code == 404:
        response_404 = ProblemOut.from_dict(response.json())

        return response_404

    if response.status_code == 406:
        response_406 = ProblemOut.from_dict(response.json())

        return response_406

    if response.status_code == 429:
        response_429 = ProblemOut.from_dict(response.json())

        return response_429

    if response.status_code == 503:
        response_503 = ProblemOut.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ProblemOut | SchoolNeedsOut]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    npsn: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[ProblemOut | SchoolNeedsOut]:
    """What one school needs: 404 for one that has closed.

    Args:
        npsn (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOut | SchoolNeedsOut]
    """

    kwargs = _get_kwargs(
        npsn=npsn,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    npsn: str,
    *,
    client: AuthenticatedClient | Client,
) -> ProblemOut | SchoolNeedsOut | None:
    """What one school needs: 404 for one that has closed.

    Args:
        npsn (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOut | SchoolNeedsOut
    """

    return sync_detailed(
        npsn=npsn,
        client=client,
    ).parsed


async def asyncio_detailed(
    npsn: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[ProblemOut | SchoolNeedsOut]:
    """What one school needs: 404 for one that has closed.

    Args:
        npsn (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOut | SchoolNeedsOut]
    """

    kwargs = _get_kwargs(
        npsn=npsn,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    npsn: str,
    *,
    client: AuthenticatedClient | Client,
) -> ProblemOut | SchoolNeedsOut | None:
    """What one school needs: 404 for one that has closed.

    Args:
        npsn (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOut | SchoolNeedsOut
    """

    return (
        await asyncio_detailed(
            npsn=npsn,
            client=client,
        )
    ).parsed
