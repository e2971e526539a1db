from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.figures_list_by import FiguresListBy
from ...models.figures_list_form import FiguresListForm
from ...models.figures_list_need_class import FiguresListNeedClass
from ...models.figures_out import FiguresOut
from ...models.problem_out import ProblemOut
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    area: str | Unset = UNSET,
    by: FiguresListBy | Unset = FiguresListBy.NONE,
    form: FiguresListForm | Unset = UNSET,
    need_class: FiguresListNeedClass | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["area"] = area

    json_by: str | Unset = UNSET
    if not isinstance(by, Unset):
        json_by = by.value

    params["by"] = json_by

    json_form: str | Unset = UNSET
    if not isinstance(form, Unset):
        json_form = form.value

    params["form"] = json_form

    json_need_class: str | Unset = UNSET
    if not isinstance(need_class, Unset):
        json_need_class = need_class.value

    params["need_class"] = json_need_class

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/figures",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> FiguresOut | ProblemOut | None:
    if response.status_code == 200:
        response_200 = FiguresOut.from_dict(response.json())

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
) -> Response[FiguresOut | ProblemOut]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    area: str | Unset = UNSET,
    by: FiguresListBy | Unset = FiguresListBy.NONE,
    form: FiguresListForm | Unset = UNSET,
    need_class: FiguresListNeedClass | Unset = UNSET,
) -> Response[FiguresOut | ProblemOut]:
    """Needed, pledged, handed over and verified as they stand now, by area, jenjang or class of need.

    Args:
        area (str | Unset):
        by (FiguresListBy | Unset):  Default: FiguresListBy.NONE.
        form (FiguresListForm | Unset):
        need_class (FiguresListNeedClass | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FiguresOut | ProblemOut]
    """

    kwargs = _get_kwargs(
        area=area,
        by=by,
        form=form,
        need_class=need_class,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    area: str | Unset = UNSET,
    by: FiguresListBy | Unset = FiguresListBy.NONE,
    form: FiguresListForm | Unset = UNSET,
    need_class: FiguresListNeedClass | Unset = UNSET,
) -> FiguresOut | ProblemOut | None:
    """Needed, pledged, handed over and verified as they stand now, by area, jenjang or class of need.

    Args:
        area (str | Unset):
        by (FiguresListBy | Unset):  Default: FiguresListBy.NONE.
        form (FiguresListForm | Unset):
        need_class (FiguresListNeedClass | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FiguresOut | ProblemOut
    """

    return sync_detailed(
        client=client,
        area=area,
        by=by,
        form=form,
        need_class=need_class,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    area: str | Unset = UNSET,
    by: FiguresListBy | Unset = FiguresListBy.NONE,
    form: FiguresListForm | Unset = UNSET,
    need_class: FiguresListNeedClass | Unset = UNSET,
) -> Response[FiguresOut | ProblemOut]:
    """Needed, pledged, handed over and verified as they stand now, by area, jenjang or class of need.

    Args:
        area (str | Unset):
        by (FiguresListBy | Unset):  Default: FiguresListBy.NONE.
        form (FiguresListForm | Unset):
        need_class (FiguresListNeedClass | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FiguresOut | ProblemOut]
    """

    kwargs = _get_kwargs(
        area=area,
        by=by,
        form=form,
        need_class=need_class,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    area: str | Unset = UNSET,
    by: FiguresListBy | Unset = FiguresListBy.NONE,
    form: FiguresListForm | Unset = UNSET,
    need_class: FiguresListNeedClass | Unset = UNSET,
) -> FiguresOut | ProblemOut | None:
    """Needed, pledged, handed over and verified as they stand now, by area, jenjang or class of need.

    Args:
        area (str | Unset):
        by (FiguresListBy | Unset):  Default: FiguresListBy.NONE.
        form (FiguresListForm | Unset):
        need_class (FiguresListNeedClass | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FiguresOut | ProblemOut
    """

    return (
        await asyncio_detailed(
            client=client,
            area=area,
            by=by,
            form=form,
            need_class=need_class,
        )
    ).parsed
