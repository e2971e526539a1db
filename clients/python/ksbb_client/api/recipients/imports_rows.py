from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.imports_rows_status import ImportsRowsStatus
from ...models.problem_out import ProblemOut
from ...models.rows_out import RowsOut
from ...types import UNSET, Response, Unset


def _get_kwargs(
    public_id: UUID,
    *,
    sesudah: str | Unset = UNSET,
    status: ImportsRowsStatus | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["sesudah"] = sesudah

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status.value

    params["status"] = json_status

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/recipients/imports/{public_id}/rows".format(
            public_id=quote(str(public_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemOut | RowsOut | None:
    if response.status_code == 200:
        response_200 = RowsOut.from_dict(response.json())

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

    if response.status_code == 409:
        response_409 = ProblemOut.from_dict(response.json())

        return response_409

    if response.status_code == 413:
        response_413 = ProblemOut.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = ProblemOut.from_dict(response.json())

        return response_415

    if response.status_code == 422:
        response_422 = ProblemOut.from_dict(response.json())

        return response_422

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
) -> Response[ProblemOut | RowsOut]:
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
    sesudah: str | Unset = UNSET,
    status: ImportsRowsStatus | Unset = UNSET,
) -> Response[ProblemOut | RowsOut]:
    """The rows by number, with what is wrong with them: a hundred at a time, without names and numbers of
    people.

    Args:
        public_id (UUID):
        sesudah (str | Unset):
        status (ImportsRowsStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOut | RowsOut]
    """

    kwargs = _get_kwargs(
        public_id=public_id,
        sesudah=sesudah,
        status=status,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    sesudah: str | Unset = UNSET,
    status: ImportsRowsStatus | Unset = UNSET,
) -> ProblemOut | RowsOut | None:
    """The rows by number, with what is wrong with them: a hundred at a time, without names and numbers of
    people.

    Args:
        public_id (UUID):
        sesudah (str | Unset):
        status (ImportsRowsStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOut | RowsOut
    """

    return sync_detailed(
        public_id=public_id,
        client=client,
        sesudah=sesudah,
        status=status,
    ).parsed


async def asyncio_detailed(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    sesudah: str | Unset = UNSET,
    status: ImportsRowsStatus | Unset = UNSET,
) -> Response[ProblemOut | RowsOut]:
    """The rows by number, with what is wrong with them: a hundred at a time, without names and numbers of
    people.

    Args:
        public_id (UUID):
        sesudah (str | Unset):
        status (ImportsRowsStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOut | RowsOut]
    """

    kwargs = _get_kwargs(
        public_id=public_id,
        sesudah=sesudah,
        status=status,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    sesudah: str | Unset = UNSET,
    status: ImportsRowsStatus | Unset = UNSET,
) -> ProblemOut | RowsOut | None:
    """The rows by number, with what is wrong with them: a hundred at a time, without names and numbers of
    people.

    Args:
        public_id (UUID):
        sesudah (str | Unset):
        status (ImportsRowsStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOut | RowsOut
    """

    return (
        await asyncio_detailed(
            public_id=public_id,
            client=client,
            sesudah=sesudah,
            status=status,
        )
    ).parsed
