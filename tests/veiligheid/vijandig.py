"""The worst that somebody can type, paste, or have a program send."""

from typing import Final

XSS: Final = (
    "<script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "</textarea><svg onload=alert(1)>",
    "</title></style></script><b>",
    "<!--<img src=x-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    '" autofocus onfocus=alert(1) x="',
    "' onmouseover='alert(1)",
    "` onfocus=`alert(1)",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#x3C;script&#x3E;",
    '<a href="//elders.example">klik</a>',
    "<form action=//elders.example><input name=code>",
    "<meta http-equiv=refresh content=0;url=//elders.example>",
    "<base href=//elders.example>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<div hx-get=/nl/snel-weg hx-trigger=load>",
    "\ufeff<script>\u2028alert(1)\u2029</script>",
    "＜script＞alert(1)＜/script＞",
)
SJABLOON: Final = (
    "{{ 7*7 }}",
    "{% raw %}",
    "${7*7}",
    "#{7*7}",
    "{{ config }}",
    "%(x)s %s %d %",
    "{0.__class__}",
    "{datum}",
)
SQL: Final = (
    "' OR '1'='1",
    "'; DROP TABLE inwoner; --",
    '" OR 1=1 --',
    "\\'; SELECT pg_sleep(9); --",
    "%_\\",
    "1); DELETE FROM aanmelding",
)
KOPPEN: Final = (
    "x\r\nSet-Cookie: a=b",
    "x\nBcc: iedereen@elders.example",
    '=HYPERLINK("//elders.example")',
    "../../etc/passwd",
)
SCHRIFT: Final = (
    "\u202egnippilf\u202c",
    "\u2066links\u2069\u200f\u200e",
    "e\u0301e\u0308\u0f71" * 20,
    "Z\u0351\u036b\u0343a\u0350l\u0342g\u0357o\u0353",
    "👩‍👩‍👧‍👦🏳️‍🌈🇳🇱",
    "أحتاج إلى مساعدة",
    "ｆｕｌｌｗｉｄｔｈ",
    "\u00ad\u200b\u2060stil",
    "𝕳𝖊𝖑𝖕",
    "null",
    "-1",
    "NaN",
)
ALLES: Final = XSS + SJABLOON + SQL + KOPPEN + SCHRIFT

BYTES: Final = {
    b"%00%01%08%0B%0C%0E%1F%7Fnaam": "naam",
    b"na%C2%80%C2%9Fam": "naam",
    b"na%ED%A0%80am": "na%ED%A0%80am",
    b"na%FF%FEam": "na%FF%FEam",
    b"na%EF%BF%BEam": "naam",
    b"na%F4%90%80%80am": "na%F4%90%80%80am",
    b"na%C0%AFam": "na%C0%AFam",
    b"na%E2%80%AEam": "na\u202eam",
    b"na%GGam%": "na%GGam%",
}
"""Bytes as a program may send them in a form, and what stands there then: what is no UTF-8 stays encoded."""
