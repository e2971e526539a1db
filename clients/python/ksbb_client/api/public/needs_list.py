from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.need_page import NeedPage
from ...models.needs_list_device import NeedsListDevice
from ...models.needs_list_level import NeedsListLevel
from ...models.needs_list_need_class import NeedsListNeedClass
from ...models.needs_list_order import NeedsListOrder
from ...models.needs_list_status import NeedsListStatus
from ...models.problem_out import ProblemOut
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    after: str | Unset = UNSET,
    area: str | Unset = UNSET,
    device: NeedsListDevice | Unset = UNSET,
    lat: float | Unset = UNSET,
    level: NeedsListLevel | Unset = UNSET,
    limit: int | Unset = 50,
    lon: float | Unset = UNSET,
    need_class: NeedsListNeedClass | Unset = UNSET,
    order: NeedsListOrder | Unset = NeedsListOrder.URGENT,
    search: str | Unset = UNSET,
    status: NeedsListStatus | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["after"] = after

    params["area"] = area

    json_device: str | Unset = UNSET
    if not isinstance(device, Unset):
        json_device = device.value

    params["device"] = json_device

    params["lat"] = lat

    json_level: str | Unset = UNSET
    if not isinstance(level, Unset):
        json_level = level.value

    params["level"] = json_level

    params["limit"] = limit

    params["lon"] = lon

    json_need_class: str | Unset = UNSET
    if not isinstance(need_class, Unset):
        json_need_class = need_class.value

    params["need_class"] = json_need_class

    json_order: str | Unset = UNSET
    if not isinstance(order, Unset):
        json_order = order.value

    params["order"] = json_order

    params["search"] = search

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status.value

    params["status"] = json_status

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/needs",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> NeedPage | ProblemOut | None:
    if response.status_code == 200:
        response_200 = NeedPage.from_dict(response.json())

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
) -> Response[NeedPage | ProblemOut]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    after: str | Unset = UNSET,
    area: str | Unset = UNSET,
    device: NeedsListDevice | Unset = UNSET,
    lat: float | Unset = UNSET,
    level: NeedsListLevel | Unset = UNSET,
    limit: int | Unset = 50,
    lon: float | Unset = UNSET,
    need_class: NeedsListNeedClass | Unset = UNSET,
    order: NeedsListOrder | Unset = NeedsListOrder.URGENT,
    search: str | Unset = UNSET,
    status: NeedsListStatus | Unset = UNSET,
) -> Response[NeedPage | ProblemOut]:
    """Open needs, the most urgent first; by class of need, since several kinds of device serve one.

    Args:
        after (str | Unset):
        area (str | Unset):
        device (NeedsListDevice | Unset):
        lat (float | Unset):
        level (NeedsListLevel | Unset):
        limit (int | Unset):  Default: 50.
        lon (float | Unset):
        need_class (NeedsListNeedClass | Unset):
        order (NeedsListOrder | Unset):  Default: NeedsListOrder.URGENT.
        search (str | Unset):
        status (NeedsListStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[NeedPage | ProblemOut]
    """

    kwargs = _get_kwargs(
        after=after,
        area=area,
        device=device,
        lat=lat,
        level=level,
        limit=limit,
        lon=lon,
        need_class=need_class,
        order=order,
        search=search,
        status=status,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    after: str | Unset = UNSET,
    area: str | Unset = UNSET,
    device: NeedsListDevice | Unset = UNSET,
    lat: float | Unset = UNSET,
    level: NeedsListLevel | Unset = UNSET,
    limit: int | Unset = 50,
    lon: float | Unset = UNSET,
    need_class: NeedsListNeedClass | Unset = UNSET,
    order: NeedsListOrder | Unset = NeedsListOrder.URGENT,
    search: str | Unset = UNSET,
    status: NeedsListStatus | Unset = UNSET,
) -> NeedPage | ProblemOut | None:
    """Open needs, the most urgent first; by class of need, since several kinds of device serve one.

    Args:
        after (str | Unset):
        area (str | Unset):
        device (NeedsListDevice | Unset):
        lat (float | Unset):
        level (NeedsListLevel | Unset):
        limit (int | Unset):  Default: 50.
        lon (float | Unset):
        need_class (NeedsListNeedClass | Unset):
        order (NeedsListOrder | Unset):  Default: NeedsListOrder.URGENT.
        search (str | Unset):
        status (NeedsListStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        NeedPage | ProblemOut
    """

    return sync_detailed(
        client=client,
        after=after,
        area=area,
        device=device,
        lat=lat,
        level=level,
        limit=limit,
        lon=lon,
        need_class=need_class,
        order=order,
        search=search,
        status=status,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    after: str | Unset = UNSET,
    area: str | Unset = UNSET,
    device: NeedsListDevice | Unset = UNSET,
    lat: float | Unset = UNSET,
    level: NeedsListLevel | Unset = UNSET,
    limit: int | Unset = 50,
    lon: float | Unset = UNSET,
    need_class: NeedsListNeedClass | Unset = UNSET,
    order: NeedsListOrder | Unset = NeedsListOrder.URGENT,
    search: str | Unset = UNSET,
    status: NeedsListStatus | Unset = UNSET,
) -> Response[NeedPage | ProblemOut]:
    """Open needs, the most urgent first; by class of need, since several kinds of device serve one.

    Args:
        after (str | Unset):
        area (str | Unset):
        device (NeedsListDevice | Unset):
        lat (float | Unset):
        level (NeedsListLevel | Unset):
        limit (int | Unset):  Default: 50.
        lon (float | Unset):
        need_class (NeedsListNeedClass | Unset):
        order (NeedsListOrder | Unset):  Default: NeedsListOrder.URGENT.
        search (str | Unset):
        status (NeedsListStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[NeedPage | ProblemOut]
    """

    kwargs = _get_kwargs(
        after=after,
        area=area,
        device=device,
        lat=lat,
        level=level,
        limit=limit,
        lon=lon,
        need_class=need_class,
        order=order,
        search=search,
        status=status,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    after: str | Unset = UNSET,
    area: str | Unset = UNSET,
    device: NeedsListDevice | Unset = UNSET,
    lat: float | Unset = UNSET,
    level: NeedsListLevel | Unset = UNSET,
    limit: int | Unset = 50,
    lon: float | Unset = UNSET,
    need_class: NeedsListNeedClass | Unset = UNSET,
    order: NeedsListOrder | Unset = NeedsListOrder.URGENT,
    search: str | Unset = UNSET,
    status: NeedsListStatus | Unset = UNSET,
) -> NeedPage | ProblemOut | None:
    """Open needs, the most urgent first; by class of need, since several kinds of device serve one.

    Args:
        after (str | Unset):
        area (str | Unset):
        device (NeedsListDevice | Unset):
        lat (float | Unset):
        level (NeedsListLevel | Unset):
        limit (int | Unset):  Default: 50.
        lon (float | Unset):
        need_class (NeedsListNeedClass | Unset):
        order (NeedsListOrder | Unset):  Default: NeedsListOrder.URGENT.
        search (str | Unset):
        status (NeedsListStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        NeedPage | ProblemOut
    """

    return (
        await asyncio_detailed(
            client=client,
            after=after,
            area=area,
            device=device,
            lat=lat,
            level=level,
            limit=limit,
            lon=lon,
            need_class=need_class,
            order=order,
            search=search,
            status=status,
        )
    ).parsed
