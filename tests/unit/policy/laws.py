"""Invented laws for tests: 样板 regulations of a place that does not exist."""

from __future__ import annotations

from pathlib import Path

GARDEN = """# 样板市公园管理条例

2020年1月2日 样板市人民代表大会通过

<!-- INVENTED FOR TESTS -->

## 第一章 总 则

第一条 为了加强公园管理，制定本条例。

第二条 本条例所称公园，是指向公众开放的绿地。

## 第二章 游园

第三条 公园对老年人免费开放，老年人入园出示居民身份证。

公园应当设置无障碍设施和座椅。

第四条 公园内不得饲养犬只。携带犬只入园的，应当束犬绳。

第五条 游人遗失物品的，可以向公园管理处挂失；管理处拾得遗失物的，应当返还失主。

## 第三章 法律责任

第六条 违反本条例第四条规定的，处五十元以上二百元以下罚款。

## 第四章 附则

第七条 本条例自2020年3月1日起施行。
"""

DINING = """# 样板市老年助餐规定

## 第一章 总则

第一条 为了方便老年人就餐，制定本规定。

第二条 街道办事处应当设置助餐点，为行动不便的老年人提供上门送餐服务。

第三条 助餐点收取费用的，应当公布收费标准；最低生活保障家庭的老年人减半收取。

第四条 对助餐点的服务不满意的，可以向民政部门投诉，民政部门应当在十五日内答复。

## 第二章 附则

第五条 本规定自2021年5月1日起施行。
"""


def write(folder: Path) -> list[Path]:
    """Both laws as files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / "garden.md", folder / "dining.md"]
    for path, text in zip(paths, (GARDEN, DINING), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths
