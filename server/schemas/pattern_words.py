"""What a text must look like, in words, for every regular expression of a field: English and Chinese."""

from __future__ import annotations

PATTERN_WORDS: dict[str, tuple[str, str]] = {
    r"^\w[\w-]{0,49}$": (
        "it must be a word of at most 50 letters, digits, _ and -",
        "应为不超过 50 个字符的词，只含字母、数字、_ 和 -",
    ),
    r"^[\w.-]{1,100}$": (
        "it must be a name of at most 100 letters, digits, '.', _ and -",
        "应为不超过 100 个字符的名称，只含字母、数字、.、_ 和 -",
    ),
    r"^[\w.@+ -]{1,50}$": (
        "it must be a name of 1 to 50 letters, digits, spaces and . @ + - _",
        "应为 1 至 50 个字符的名称，只含字母、数字、空格和 . @ + - _",
    ),
    r"^[^@\s]{1,100}@[^@\s]{1,200}$": (
        "it must be a mail address, as ann@example.com",
        "应为邮件地址，如 ann@example.com",
    ),
    r"^[^\s@,;<>]+@[^\s@,;<>]+$": (
        "it must be one mail address, as ann@example.com",
        "应为一个邮件地址，如 ann@example.com",
    ),
    r"^https?://\S{1,2000}$": (
        "it must be an address that begins with http:// or https://, without spaces",
        "应为以 http:// 或 https:// 开头且不含空格的地址",
    ),
    r"^https?://[^\s]+$": (
        "it must be an address that begins with http:// or https://, without spaces",
        "应为以 http:// 或 https:// 开头且不含空格的地址",
    ),
    r"^(https?://[^\s]+|\$\{[A-Za-z_]\w*\}[^\s]*)$": (
        "it must be an address that begins with http://, https:// or a parameter (${name}), without spaces",
        "应为以 http://、https:// 或参数（${name}）开头且不含空格的地址",
    ),
    r"^\w[\w.-]{0,49}$": (
        "it must be a word of at most 50 letters, digits, '.', _ and - that begins with a letter, a digit or _",
        "应为不超过 50 个字符的词，只含字母、数字、.、_ 和 -，且不以 . 或 - 开头",
    ),
    r"^\w[\w.+-]{0,49}$": (
        "it must be a word of at most 50 letters, digits, '.', _, + and -, as 1.0.0",
        "应为不超过 50 个字符的词，只含字母、数字、.、_、+ 和 -，如 1.0.0",
    ),
    r"^[^\s/\\\x00-\x1f]([^/\\\x00-\x1f]*[^\s/\\\x00-\x1f])?$": (
        "it must be a name without slashes, backslashes and control characters, and without spaces at its ends",
        "应为名称，不含斜杠、反斜杠和控制字符，首尾没有空格",
    ),
    r"^[^\r\n]*$": ("it must be a single line", "应为单行文本"),
    r"^[A-Za-z_][A-Za-z0-9_]{0,99}$": (
        "it must be a word of at most 100 letters a-z, digits and _ that does not begin with a digit",
        "应为不超过 100 个字符的词，只含英文字母、数字和 _，且不以数字开头",
    ),
    r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$": (
        "it must be the name of a module, as package.module",
        "应为模块名，如 package.module",
    ),
    r"^\$\{[A-Za-z_]\w*\}$": ("it must be a number, or ${name} of a parameter", "应为数字，或参数 ${name}"),
    r"^[^.\s]+(\.[^.\s]+)*$": (
        "it must be the path of a value, as json.items.0, without spaces",
        "应为值的路径，如 json.items.0，不含空格",
    ),
    r"^\w[\w.-]{0,90}\.log$": (
        "it must be a file name that ends in .log, of letters, digits, '.', _ and -, without a directory",
        "应为以 .log 结尾的文件名，只含字母、数字、.、_ 和 -，不含目录",
    ),
    r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$": (
        "it must be the name of a header, as X-Day: letters, digits and -, without spaces",
        "应为请求头名称，如 X-Day，只含字母、数字和 -，不含空格",
    ),
    r"^WEBHOOK_SECRET[A-Za-z0-9_]{0,86}$": (
        "it must be the name of a variable that begins with WEBHOOK_SECRET, as WEBHOOK_SECRET_SHOP: no other one of the"
        " server's signs messages",
        "应为以 WEBHOOK_SECRET 开头的环境变量名，如 WEBHOOK_SECRET_SHOP，其他变量不能用于签名",
    ),
}
