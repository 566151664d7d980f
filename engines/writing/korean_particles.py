"""The particles and endings that may follow a Korean noun within one word."""

import re
from typing import Final

_BEFORE: Final = (
    "짜리|여|째|쯤|경|가량|정도|씩|간|대|말|초|도|생|산|급|형|식|용|이상"
    "|이하|미만|초과|이내|이후|이전|전|후|뒤"
)
_CASES: Final = (
    "은|는|이|가|을|를|에|에서|에는|에도|에서는|에서도|에게|에게서|한테|께|께서|의|도|만|만을|만은|과|와|로|으로|로는"
    "|으로는|로서|으로서|로써|으로써|까지|까지는|까지만|부터|부터는|마다|나|이나|보다|처럼|만큼|조차|밖에|하고|랑|이랑"
    "|며|이며|고|이고|라고|이라고|라는|이라는|라도|이라도|면|이면|인데|인|이다|다|입니다|입니까|이에요|예요|이었다|였다"
    "|이었습니다|였습니다|이라|라|이죠|죠|이지만|지만|인가요|인가|인지|네요|이네요|이지|요|이요"
)
TAIL: Final = rf"(?:(?:{_BEFORE})?(?:{_CASES})?)"
"""A pattern for what may follow a counter, possibly nothing."""

_NOUN: Final = re.compile(
    r"(?P<base>\S+?)(?P<particle>은|는|이|가|을|를|에|에서|에서는|에게|의|도|만|과|와|로|으로|까지|부터|이나|나|보다|처럼"
    r"|하고|이랑|랑|라고|이라고|라는|이라는|입니다|이에요|예요|이다)"
)


def without_particle(word: str) -> tuple[str, str]:
    """Part a word into its noun and its particle, the longest that fits; empty where there is none."""
    match = _NOUN.fullmatch(word)
    return (match["base"], match["particle"]) if match else (word, "")
