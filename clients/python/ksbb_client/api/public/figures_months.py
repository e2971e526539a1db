from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.figures_months_device import FiguresMonthsDevice
from ...models.months_out import MonthsOut
from ...models.problem_out import ProblemOut
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    device: FiguresMonthsDevice | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_device: str | Unset = UNSET
    if not isinstance(device, Unset):
        json_device = device.value

    params["device"] = json_device

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/figures/months",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> MonthsOut | ProblemOut | None:
    if response.status_code == 200:
        response_200 = MonthsOut.from_dict(response.json())

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
) -> Response[MonthsOut | ProblemOut]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    device: FiguresMonthsDevice | Unset = UNSET,
) -> Response[MonthsOut | ProblemOut]:
    """What was promised, handed over and verified in each month, the newest first, by kind of device.

    Args:
        device (FiguresMonthsDevice | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MonthsOut | ProblemOut]
    """

    kwargs = _get_kwargs(
        device=device,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    device: FiguresMonthsDevice | Unset = UNSET,
) -> MonthsOut | ProblemOut | None:
    """What was promised, handed over and verified in each month, the newest first, by kind of device.

    Args:
        device (FiguresMonthsDevice | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MonthsOut | ProblemOut
    """

    return sync_detailed(
        client=client,
        device=device,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    device: FiguresMonthsDevice | Unset = UNSET,
) -> Response[MonthsOut | ProblemOut]:
    """What was promised, handed over and verified in each month, the newest first, by kind of device.

    Args:
        device (FiguresMonthsDevice | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MonthsOut | ProblemOut]
    """

    kwargs = _get_kwargs(
        device=device,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    device: FiguresMonthsDevice | Unset = UNSET,
) -> MonthsOut | ProblemOut | None:
    """What was promised, handed over and verified in each month, the newest first, by kind of device.

    Args:
        device (FiguresMonthsDevice | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MonthsOut | ProblemOut
    """

    return (
        await asyncio_detailed(
            client=client,
            device=device,
        )
    ).parsed
