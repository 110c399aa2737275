"""Chinese words that a line should not break, where it can be helped: what our screens and a centre's places say.

Chinese has no blanks between words, and a reader of 80 stumbles over 志愿 / 者. A dictionary would cost more memory
than this is worth; words that are missing here are only broken where any other word would be.
"""

from __future__ import annotations

_WORDS = """
一个 一会儿 一样 一次 一通 一遍 一等 一辆 两个 三个 几个 几位 上午 下午 早上 晚上 中午 凌晨 今天 明天
星期 分钟 现在 刚才 正在 还有 还没 还在 还要 这里 这次 这样 这件 这辆 这台 这一项 那辆 那就 哪里 什么
时候 怎么样 几个人 您好 您的 您是 不着急 不要紧 不舒服 喘不上气 胸痛 对不起 没有 没事 没人 没看到 不用
不坐 不叫 不会 不留 不再 不是 已经 已记下 已送到 可以 可能 告诉 告诉您 有人 有人接 有人来 有事 有消息
接着 马上 稍等 慢慢 上车 下车 门口 大门 南门 北门 正门 东门 西门 看病 看病预约 预约 挂号 改期 配药
出租车 叫车 叫人 叫出租车 司机 师傅 车牌 车到 到车 找车 路上 轮椅 人数 时间 地方 号码 电话 打电话
留个话 志愿者 值班 值班台 值班的人 中心 社区 社区中心 卫生 卫生中心 医院 人民医院 中医院 医保 门诊 急诊
药店 银行 邮局 菜场 菜市场 超市 公园 地铁 地铁站 车站 火车站 学校 小区 街道 居委会 派出所 图书馆 养老院
服务 服务站 事务 受理 政策 咨询 补贴 养老 敬老卡 紧急 呼救 紧急呼救 摔倒 害怕 旁边 旁边的人 手机 机器
记事本 网络 屏幕 颜色 中文 首页 回首页 开头 从头 志愿 帮忙 帮您 办好 办成 取消 核实 换人 换个 再叫 再试
再等 再按 按错 好的 好了 真的 付现金 现金 收费 按表收费 王阿姨 阿姨 雨棚 遮雨棚 楼下 一楼 二楼 三楼
大厅 过一会儿
"""

_PAIRS = frozenset(word[i : i + 2] for word in _WORDS.split() for i in range(len(word) - 1))


def held(before: str, after: str) -> bool:
    """Whether a line that ends with `before` and goes on with `after` tears a word."""
    return bool(before and after) and before[-1] + after[0] in _PAIRS
