from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.file_in import FileIn
from ...models.problem_out import ProblemOut
from ...models.rows_in import RowsIn
from ...models.run_out import RunOut
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: RowsIn | FileIn | Unset = UNSET,
    idempotency_key: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/recipients/imports",
    }

    if isinstance(body, RowsIn):
        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"
    if isinstance(body, FileIn):
        _kwargs["files"] = body.to_multipart()

        headers["Content-Type"] = "multipart/form-data; boundary=+++"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemOut | RunOut | None:
    if response.status_code == 202:
        response_202 = RunOut.from_dict(response.json())

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
) -> Response[ProblemOut | RunOut]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: RowsIn | FileIn | Unset = UNSET,
    idempotency_key: str,
) -> Response[ProblemOut | RunOut]:
    """Send people in, as a file or as rows. They are rehearsed; nothing is registered before `apply`.

    Args:
        idempotency_key (str):
        body (RowsIn): People as rows: column names as in the portal's template (the examples have
            all of them) or as in Dapodik. NIK, NISN and
            NUPTK are sent as text.
        body (FileIn): A file as a school uploads it: Dapodik or the portal's template, .xlsx,
            .xls, .ods or .csv.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOut | RunOut]
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
    body: RowsIn | FileIn | Unset = UNSET,
    idempotency_key: str,
) -> ProblemOut | RunOut | None:
    """Send people in, as a file or as rows. They are rehearsed; nothing is registered before `apply`.

    Args:
        idempotency_key (str):
        body (RowsIn): People as rows: column names as in the portal's template (the examples have
            all of them) or as in Dapodik. NIK, NISN and
            NUPTK are sent as text.
        body (FileIn): A file as a school uploads it: Dapodik or the portal's template, .xlsx,
            .xls, .ods or .csv.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOut | RunOut
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: RowsIn | FileIn | Unset = UNSET,
    idempotency_key: str,
) -> Response[ProblemOut | RunOut]:
    """Send people in, as a file or as rows. They are rehearsed; nothing is registered before `apply`.

    Args:
        idempotency_key (str):
        body (RowsIn): People as rows: column names as in the portal's template (the examples have
            all of them) or as in Dapodik. NIK, NISN and
            NUPTK are sent as text.
        body (FileIn): A file as a school uploads it: Dapodik or the portal's template, .xlsx,
            .xls, .ods or .csv.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOut | RunOut]
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
    body: RowsIn | FileIn | Unset = UNSET,
    idempotency_key: str,
) -> ProblemOut | RunOut | None:
    """Send people in, as a file or as rows. They are rehearsed; nothing is registered before `apply`.

    Args:
        idempotency_key (str):
        body (RowsIn): People as rows: column names as in the portal's template (the examples have
            all of them) or as in Dapodik. NIK, NISN and
            NUPTK are sent as text.
        body (FileIn): A file as a school uploads it: Dapodik or the portal's template, .xlsx,
            .xls, .ods or .csv.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOut | RunOut
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
