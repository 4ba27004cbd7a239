"""The failures of http steps: what happened, and what to do about it."""

from __future__ import annotations

import ssl

import httpx

from executor.step_error import StepError
from executor.steps.http_request import Asked

MOST_REDIRECTS = 5
_PASSING = {408, 429}  # and all from 500 on
_BROKEN_OFF = (ssl.SSLEOFError, ssl.SSLZeroReturnError)  # of TLS, but no fault of it


def private_address(host: str) -> StepError:
    """Not retryable: it stays one."""
    return StepError(
        f"{host} has a private or local address, which steps may not call; if this one must, set HTTP_ALLOW_PRIVATE=1"
        " where the executors run.",
        f"{host} 是内网或本机地址，步骤不允许访问；如确有需要，请在执行进程的环境中设置 HTTP_ALLOW_PRIVATE=1",
        code="private_address",
    )


def metadata_address(host: str) -> StepError:
    """Not retryable, and no setting allows it."""
    return StepError(
        f"{host} has a link-local address, or one at which a cloud tells its machines about themselves: no step may"
        " call it, whatever the settings.",
        f"{host} 是链路本地地址或云平台的元数据地址，无论如何设置，步骤都不允许访问",
        code="private_address",
    )


def may_repeat(asked: Asked, sent: bool) -> bool:
    """Whether another try can do no harm: it is the same as the first, or nothing was ``sent`` yet, on no hop."""
    return asked.idempotent or not sent


def name_not_resolved(host: str, again: bool) -> StepError:
    """``again``: another try may help, and do no harm."""
    return StepError(
        f"There is no address for the host name {host}: check its spelling in the url, and the name server.",
        f"无法解析主机名 {host}，请检查 url 中的拼写以及 DNS 服务",
        code="name_not_resolved",
        retryable=again,
    )


def unexpected_status(asked: Asked, url: httpx.URL, status: int) -> StepError:
    """The server answered, but not as the definition expects."""
    advice, zh = _advice(status)
    return StepError(
        f"{asked.method} {without_query(url)} was answered with status {status}, which is not expected: {advice}.",
        f"{asked.method} {without_query(url)} 返回了非预期的状态码 {status}：{zh}",
        code="http_status",
        retryable=asked.idempotent and (status in _PASSING or status >= 500),
    )


def timed_out(asked: Asked, sent: bool) -> StepError:
    """The whole request with its redirects took too long."""
    limit = f"{asked.timeout_seconds:g}"
    return StepError(
        f"{place(asked.url)} did not give its whole answer within {limit} s: see whether it is overloaded, or raise"
        " timeout_seconds.",
        f"{place(asked.url)} 在 {limit} 秒内没有给出完整的回答，请检查其负载或调大 timeout_seconds",
        code="http_timeout",
        retryable=may_repeat(asked, sent),
    )


def of_error(error: httpx.HTTPError, asked: Asked, sent: bool) -> StepError:
    """What the library noticed; ``sent``: the request had gone out."""
    cause, where = _cause(error), place(_url_of(error, asked))
    if isinstance(error, httpx.TimeoutException):
        return timed_out(asked, sent)
    if isinstance(error, httpx.TooManyRedirects):
        return _too_many_redirects(place(asked.url))
    if isinstance(cause, ssl.SSLError) and not isinstance(cause, _BROKEN_OFF):
        return _tls_failed(where, getattr(cause, "verify_message", "") or cause.reason or str(cause))
    if isinstance(error, httpx.ConnectError) and not isinstance(cause, _BROKEN_OFF):
        return _not_connected(where, getattr(cause, "strerror", None) or str(error), may_repeat(asked, sent))
    reason = str(error)[:200] or type(error).__name__
    return StepError(
        f"No complete answer came from {where} ({reason}): it closed the connection, or does not speak HTTP; see its"
        " log.",
        f"没有收到 {where} 的完整回答（{reason}）：对方关闭了连接或不是 HTTP 服务，请查看其日志",
        code="connection_lost",
        retryable=may_repeat(asked, sent),
    )


def place(url: httpx.URL) -> str:
    """Scheme, host and port."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def without_query(url: httpx.URL) -> str:
    """As it may stand in logs: a query may hold a key, and a path with its escapes undone a line break."""
    return place(url) + url.raw_path.decode("ascii").partition("?")[0]


def _too_many_redirects(where: str) -> StepError:
    return StepError(
        f"{where} redirects more than {MOST_REDIRECTS} times: put the final address into the url.",
        f"{where} 的重定向超过 {MOST_REDIRECTS} 次，请在 url 中直接填写最终地址",
        code="too_many_redirects",
    )


def _tls_failed(where: str, reason: str) -> StepError:
    return StepError(
        f"No secure connection to {where} ({reason}): check its certificate, and whether the url should say https."
        " A certificate authority of your own goes into SSL_CERT_FILE.",
        f"无法与 {where} 建立安全连接（{reason}），请检查其证书以及 url 是否应为 https；"
        "自建证书机构请设置 SSL_CERT_FILE",
        code="tls_failed",
    )


def _not_connected(where: str, reason: str, again: bool) -> StepError:
    return StepError(
        f"{where} cannot be connected to ({reason}): is it running, and may this machine reach that port?",
        f"无法连接 {where}（{reason}），请确认服务正在运行且本机可以访问该端口",
        code="connection_refused",
        retryable=again,
    )


def _advice(status: int) -> tuple[str, str]:
    if 300 <= status < 400:
        return "it redirects; set follow_redirects, or put the new address into the url", \
            "这是重定向，请设置 follow_redirects 或在 url 中填写新地址"  # fmt: skip
    if status in (401, 403):
        return "check the credentials in the headers", "请检查请求头中的凭据"
    if status == 404:
        return "check the path of the url", "请检查 url 的路径"
    if status == 429:
        return "it was asked too often; ask less often or later", "请求过于频繁，请降低频率或稍后再试"
    if status >= 500 or status == 408:
        return "the fault is on its side; look at its log, or try later", "问题在对方，请查看其日志或稍后再试"
    return "check url, headers and body, or add it to expected_status", \
        "请检查 url、请求头和请求体，或将其加入 expected_status"  # fmt: skip


def _url_of(error: httpx.HTTPError, asked: Asked) -> httpx.URL:
    try:
        return error.request.url
    except RuntimeError:  # it was raised before there was a request
        return asked.url


def _cause(error: BaseException) -> BaseException:
    """What the operating system or the TLS library said."""
    while (deeper := error.__cause__ or error.__context__) is not None:
        error = deeper
    return error
