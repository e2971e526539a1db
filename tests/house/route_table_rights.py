"""The lines of the table for what people ask about their own data; how to read them: tests/house/route_table.py."""

from __future__ import annotations

from dataclasses import replace

from tests.house.route_rules import OFFICERS, SCHOOL, Rule, cells, of, own, page, thing
from tests.house.world_rights import asked

READERS = SCHOOL | OFFICERS | {"coordinator"}
NOT_TO_ANSWER = READERS - {"principal"}

RIGHTS: dict[str, Rule] = {
    "recipients:request_record": thing(of("recipient"), ok=SCHOOL | OFFICERS, post=True),
    "recipients:request_list": page(READERS),
    "recipients:request_export": replace(page(READERS), methods=("post",)),
    "recipients:request_detail": thing(asked, ok=READERS),
    "recipients:request_take_up": thing(asked, ok={"principal"}, no=NOT_TO_ANSWER, only_post=True),
    "recipients:request_answer": thing(asked, ok={"principal"}, no=NOT_TO_ANSWER, post=True),
    "recipients:request_refuse": thing(asked, ok={"principal"}, no=NOT_TO_ANSWER, post=True),
    "recipients:request_take_back": thing(asked, ok={"principal"}, no=NOT_TO_ANSWER, only_post=True),
    "portal:request_copy": thing(asked, ok={"principal"}, no=NOT_TO_ANSWER, only_post=True),
    # Only the request of an account is answered there.
    "portal:request_account": Rule(cells(()), sample=asked, methods=("post",)),
    "portal:my_data": own(),
    "portal:my_data_copy": own(only_post=True),
    "portal:my_data_erase": own(post=True),
}
