"""From the command line's options to the means of one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from review_assist.errors import UsageError
from review_assist.llm.audit import Audit
from review_assist.llm.budget import Caps, read_prices
from review_assist.llm.cache import Cache, default_folder
from review_assist.llm.client import Policy
from review_assist.llm.endpoint import check_key, endpoint
from review_assist.llm.polish import Means
from review_assist.llm.prompts import load
from review_assist.llm.request import Manner
from review_assist.rules.rule import Rule


def means_of(options: Mapping[str, Any], environment: Mapping[str, str], rules: Sequence[Rule]) -> Means:
    """With what to polish. `rules` are those of this run. Raises UsageError."""
    where = endpoint(
        environment,
        model=options["model"],
        base_url=options["base_url"],
        key_variable=options["api_key_env"],
        key_file=options["api_key_file"],
    )
    if not options["llm_dry_run"]:
        check_key(where)
    manner = Manner(
        load(options["prompts"]),
        rules,
        options["voice"],
        options["teach"],
        allows_code=options["llm_code"],
        sums_up=options["form"] == "mail",
    )
    prices = options["llm_prices"]
    price = read_prices(prices, where.model) if prices else None
    if prices and price is None:
        raise UsageError(f'--llm-prices: {prices}: has no table "{where.model}"')
    return Means(
        where,
        manner,
        Caps(options["llm_max_requests"], options["llm_max_input"], options["llm_max_output"]),
        Policy(options["llm_timeout"]),
        price,
        None if options["no_cache"] else Cache(default_folder(environment)),
        Audit(options["audit"]) if options["audit"] else None,
    )
