"""Abstracts that no publisher would print, and numbers that no author would write."""

from __future__ import annotations

ABSTRACTS = {
    "nothing": "",
    "white space": " \n\t ",
    "markup": "<b>Smoking</b> causes <i>lung</i> cancer in <sup>10</sup>% of <script>alert(1)</script> men.",
    "entities": "Smoking &amp; drinking cause cancer in &lt;5% of men &#x1F600; &bogus; &amp;amp;lt;img onerror=x&gt;",
    "control characters": "\x00\x01Smoking\x1b[2J causes \x07cancer\x7f\x9b31m in 10\u202e% of\u2066 men.\ufeff\ufffe",
    "line ends": "OBJECTIVE:\r\nTo see.\rMETHODS:\u2028We saw.\u2029RESULTS:\x0b\x0cIt was.",
    "a tag that never ends": "<" * 20_000 + "a",
    "a very long abstract": "Smoking causes lung cancer in 10% of men (P < 0.001). " * 3_000,
    "one word": "Cancer",
    "one letter": "a",
    "one long word": "a" * 200_000,
    "figures alone": "1 2 3 4 5 6 7 8 9 10 11.5% 12 mg",
    "digits without end": "7" * 200_000 + " mg",
    "a number in a thousand pieces": "1,000" + ",000" * 20_000,
    "fractions": "1/2" + "/2" * 20_000,
    "ranges": "1" + "-1" * 20_000,
    "points": "1" + ".1" * 20_000,
    "number words": "one hundred million " * 2_000,
    "exotic digits": "١٠٠٠ mg १०० mg １００ mg Ⅻ ½ ⅓ ² ③ 一百 𝟙𝟚𝟛 mg",
    "another script": "严重的维生素B12缺乏症每天用1000微克治疗。",
    "markdown": "# Smoking\n\n- causes [@a1] **cancer** in `10%`\n\n::: {.claim}\n| a | b |\n",
    "json": '{"version": 1, "articles": [], "x": "\\u0000"}',
    "a lock": '["pmid:1"]\nstanding = "found"\n',
    "surrogates": "Smoking \\ud800 causes \U0010ffff cancer \U0001f600\u200d\U0001f600",
    "combining marks": "Smoki" + "\u0301" * 20_000 + "ng causes cancer",
    "quotes": "\u201c" * 20_000 + '"' * 20_000,
}
"""By name. Every kind of thing that could hurt whoever reads it."""

NUMBERS = (
    *("0", "-0", "0 mg", "00000000000000000000005 mg", "5e999999 mg", "1e-999999", "1/0", "0/0 mg", "1/0 mg/kg"),
    *("5 mg/kg/day/week/month/year", "5 mg" + "/kg" * 2_000, "5 mg per" + " mg per" * 2_000, "%", "% %", "100 %%%"),
    *("9" * 5_000 + " mg", "0." + "9" * 5_000, "9" * 5_000 + "/" + "7" * 5_000, "1," + "000," * 2_000 + "000"),
    *("1.2.3.4.5", "1,2,3", "1..2", "1,,2", "1–2–3–4", "1-" * 2_000, "±5", "<5", "≤ 5 mg", "~5", "5±", "× 10", "10^6"),
    *("½", "1½", "⅓ mg", "½½½½", "² mg", "③", "Ⅻ", "IV", "١٠٠٠ mg", "१०० mg", "１００ mg", "𝟙𝟚𝟛 mg", "一百", "৳৪"),
    *("one hundred million billion trillion", "one one one one", "hundred hundred hundred", "a half of a half"),
    *("one in zero", "zero in ten", "one in" + " one in" * 2_000, "ten per cent per cent", "twenty-twenty-twenty"),
    *("one hundred " * 2_000, "1 " * 3_000, "5 mg " * 2_000, "(5" * 2_000, "95% CI (" * 2_000, "1:1:1:1"),
    *("1\u00a0000\u202f000\u2009mg", "5\u200bmg", "5\u00admg", "５．５％", "5µg 5μg 5mcg 5ug", "12:30", "2026-11-22"),
    *("\u201c5 mg\u201d", "\u201c" * 500 + "5", "#5", "5!", "5?", "NaN", "Infinity", "inf mg", "0x10 mg", "1_000 mg"),
    *("1 000 000 mg", "--5", "5%%%%", "B12", "p53", "10⁶"),
)  # fmt: skip
