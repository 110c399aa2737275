"""Words a primary-school reader knows (elder-ui U19), in Chinese: short sentences, no Latin, no office or IT word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kiosk.text import Translator

LONGEST_SENTENCE = 20
"""Characters, without blanks; a run of digits or Latin letters reads as one word and counts as two."""

LATIN_ALLOWED = frozenset({"English"})
"""The key that changes to English says so to those who read it."""

_HARD = """
提交 确认 登录 登陆 注册 账号 帐号 验证 系统 终端 服务器 接口 数据 缓存 加载 下载 上传 升级 更新 异常 超时
离线 在线 默认 点击 输入 菜单 界面 页面 用户 重启 设备 故障 请求 响应 同步 失效 无效 权限 应用 程序 链接 扫码 二维码
"""

_END = re.compile(r"[。！？；!?;\n]")
_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z.:·-]*")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_PLACEHOLDER = re.compile(r"\{[^}]*\}")


def faults(text: str) -> Iterator[str]:
    """What is wrong with a Chinese text, in figures."""
    for sentence in _END.split(text):
        length = len(re.sub(r"\s", "", _WORD.sub("00", sentence)))
        if length > LONGEST_SENTENCE:
            yield f"{sentence}: {length} characters, at most {LONGEST_SENTENCE}"
    for word in _LATIN.findall(text):
        if word not in LATIN_ALLOWED:
            yield f"{word} is not Chinese"
    for word in _HARD.split():
        if word in text:
            yield f"{word} is not an everyday word"


def catalogue_faults(templates: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(key, fault) over a whole catalogue; what a placeholder will hold is checked where it is shown."""
    for key, template in templates.items():
        for fault in faults(_PLACEHOLDER.sub("", template)):
            yield key, fault


def chinese_templates() -> dict[str, str]:
    """The residents' catalogue: key to text with placeholders."""
    return {key: text for key, text in Translator("zh_CN").templates().items() if key}
