from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem_out import ProblemOut
from ...models.school_page import SchoolPage
from ...models.schools_list_form import SchoolsListForm
from ...models.schools_list_status import SchoolsListStatus
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    after: str | Unset = UNSET,
    area: str | Unset = UNSET,
    form: SchoolsListForm | Unset = UNSET,
    in_programme: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    search: str | Unset = UNSET,
    status: SchoolsListStatus | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["after"] = after

    params["area"] = area

    json_form: str | Unset = UNSET
    if not isinstance(form, Unset):
        json_form = form.value

    params["form"] = json_form

    json_in_programme: bool | None | Unset
    if isinstance(in_programme, Unset):
        json_in_programme = UNSET
    else:
        json_in_programme = in_programme
    params["in_programme"] = json_in_programme

    params["limit"] = limit

    params["search"] = search

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status.value

    params["status"] = json_status

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/schools",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemOut | SchoolPage | None:
    if response.status_code == 200:
        response_200 = SchoolPage.from_dict(response.json())

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
) -> Response[ProblemOut | SchoolPage]:
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
    form: SchoolsListForm | Unset = UNSET,
    in_programme: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    search: str | Unset = UNSET,
    status: SchoolsListStatus | Unset = UNSET,
) -> Response[ProblemOut | SchoolPage]:
    """The schools that are open, by name.

    Args:
        after (str | Unset):
        area (str | Unset):
        form (SchoolsListForm | Unset):
        in_programme (bool | None | Unset):
        limit (int | Unset):  Default: 50.
        search (str | Unset):
        status (SchoolsListStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOut | SchoolPage]
    """

    kwargs = _get_kwargs(
        after=after,
        area=area,
        form=form,
        in_programme=in_programme,
        limit=limit,
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
    form: SchoolsListForm | Unset = UNSET,
    in_programme: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    search: str | Unset = UNSET,
    status: SchoolsListStatus | Unset = UNSET,
) -> ProblemOut | SchoolPage | None:
    """The schools that are open, by name.

    Args:
        after (str | Unset):
        area (str | Unset):
        form (SchoolsListForm | Unset):
        in_programme (bool | None | Unset):
        limit (int | Unset):  Default: 50.
        search (str | Unset):
        status (SchoolsListStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOut | SchoolPage
    """

    return sync_detailed(
        client=client,
        after=after,
        area=area,
        form=form,
        in_programme=in_programme,
        limit=limit,
        search=search,
        status=status,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    after: str | Unset = UNSET,
    area: str | Unset = UNSET,
    form: SchoolsListForm | Unset = UNSET,
    in_programme: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    search: str | Unset = UNSET,
    status: SchoolsListStatus | Unset = UNSET,
) -> Response[ProblemOut | SchoolPage]:
    """The schools that are open, by name.

    Args:
        after (str | Unset):
        area (str | Unset):
        form (SchoolsListForm | Unset):
        in_programme (bool | None | Unset):
        limit (int | Unset):  Default: 50.
        search (str | Unset):
        status (SchoolsListStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOut | SchoolPage]
    """

    kwargs = _get_kwargs(
        after=after,
        area=area,
        form=form,
        in_programme=in_programme,
        limit=limit,
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
    form: SchoolsListForm | Unset = UNSET,
    in_programme: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    search: str | Unset = UNSET,
    status: SchoolsListStatus | Unset = UNSET,
) -> ProblemOut | SchoolPage | None:
    """The schools that are open, by name.

    Args:
        after (str | Unset):
        area (str | Unset):
        form (SchoolsListForm | Unset):
        in_programme (bool | None | Unset):
        limit (int | Unset):  Default: 50.
        search (str | Unset):
        status (SchoolsListStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOut | SchoolPage
    """

    return (
        await asyncio_detailed(
            client=client,
            after=after,
            area=area,
            form=form,
            in_programme=in_programme,
            limit=limit,
            search=search,
            status=status,
        )
    ).parsed
