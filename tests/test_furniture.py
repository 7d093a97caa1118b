"""What a site puts inside a text goes; what only sounds like it, and was printed, stays."""

from __future__ import annotations

import time

import pytest
from support_cms import PROSE, TEASERS, document, page, paragraphs, teasers

from crawler.extract import extract
from crawler.extraction.chrome import is_chrome_line, is_tail_heading, may_head_links


def lines(inner: str, **kwargs: str) -> list[str]:
    return extract(document(page(inner, **kwargs))).body.split("\n")


PRINTED = (
    "规定明确，任何平台未经许可不得复制、传播用户信息。",
    "市民可关注“岛城人社”微信公众号查询办理进度。",
    "打开“岛城办”APP，企业开办全程网办。",
    "点击“办事大厅”进入专区，填写三项内容就能办完。",
    "扫一扫门口的二维码，企业诉求就能直达区长。",
    "已有3000人报名参加培训，一半以上拿到了证书。",
    "共有12人获得表彰",
    "更多企业点击“一键申请”",
    "分享改革红利",
    "转发文件不如解决问题",
    "3步打开市场大门",
    "版权所有人享有的权利",
    "自贸试验区上了央视网",
    "热点回应",
    "关键词：创新",
    "审核：从7天到1天",
    "小贴士",
    "记者：群众怎么知道结果？",
    "答：可以登录政务网，点击“清单”查看进度。",
    "字号不大，责任不小",
    "办法规定，展品的版权归创作者所有，馆方只用于展览。",
    "关注",
    "图集",
    "订阅",
    "听全市企业讲困难",
    "加入“时间银行”的有1200人",
    "震惊",
    "握手",
    "民警提醒，遇到可疑的人请打电话，提供线索有奖，登录平台也能报料。",
    "条例规定，企业数据的知识产权归企业所有，平台不得用于其他用途。",
    "有人说炒股有风险",
    "编辑 记者 校对 都是他一个人",
    "本文作者：一位老师",
    "#一件事#",
    "“……”",
    "如果您对政策有疑问，可以到窗口问。",
    "校对 一字不差",
    "专家说，测算结果仅供参考，企业要自己判断风险。",
    "外交部声明：此事与中方无关。",
    "以上观点代表了多数人的意见。",
    "该文件规定，企业的责任自负。",
    "该报告仅供内部参考。",
    "法院认定该作品侵权成立，被告须联系原作者道歉。",
    "文章源自生活",
    "以上内容构成合同的一部分",
    "此文化墙由居民授权刊登画作。",
    "文中人物均为化名",
    "本站开往市区的列车与昨天的故障无关。",
    "校方声明：相关视频与本校无关。",
    "登录“岛城办”APP，企业开办全程网办。",
    "更多的报道说的是同一件事",
    "点我名字的老师已经退休",
    "两项改革的相关新闻发布会定于周五举行。",
    "本地新闻",
    "今日看点",
    "手机看病不用排队",
    "评论、转发和收藏，都有人逐条回复。",
    "第1步 第2步 第3步",
    "大事小事",
    "登录一次，办完全部",
    "1、登录",
    "（2）提交",
    "③下载",
    "1.登录 2.注册 3.下载",
)


@pytest.mark.parametrize("line", PRINTED)
def test_a_printed_line_between_paragraphs_stays(line: str) -> None:
    assert lines(paragraphs((*PROSE[:3], line, *PROSE[3:]))) == [*PROSE[:3], line, *PROSE[3:]]


def test_the_last_paragraph_may_tell_of_an_app() -> None:
    last = "居民下载“爱岛城”客户端以后，在家里就能预约窗口，到了大厅不用排队，办完还能评价。"
    assert lines(paragraphs((*PROSE, last))) == [*PROSE, last]


@pytest.mark.parametrize(
    "line",
    [
        "下载岛城新闻客户端，看更多精彩内容",
        "关注岛城日报微信公众号，第一时间了解更多",
        "更多精彩内容，请关注岛城网官方微信",
        "新闻线索报料通道：应用市场下载“岛城一点”APP，全省记者在线等你来报料！",
        "点个“在看”，让更多人知道",
        "— END —",
        "这组图解由岛城科普馆制作，转载须注明出处。",
        "关键词：改革 政务 服务",
        "关键词：改革",
        "共3页 1 2 3",
        "文明上网理性发言，请遵守评论服务协议",
        "0/300",
        "←左右滑动查看更多→",
        "【返回顶部】【关闭】",
        "如遇作品内容、版权等问题，请在三十日内与本网联系。",
        "编辑部电话：0532-80000000 投稿邮箱：news@paper.example",
        "语音播报 00:00 / 03:21",
        "作者：赵大海 编辑：刘某某",
        "作者：记者 赵大海 编辑：刘某某",
        "岛城新闻客户端 | 打开",
        "APP内打开",
        "下载岛城新闻客户端，随时随地看新闻",
        "点亮“在看”，让更多人看到",
        "欢迎在评论区留言",
        "图片版权归原作者所有，如有不妥请联系删除",
        "网友评论仅供其表达个人看法，并不表明本站立场",
        "举报/反馈",
        "点击加载更多",
        "已经到底了",
        "全文共1234字，阅读大约需要3分钟",
        "（本文为AI配音）",
        "+关注",
        "关于我们 | 联系我们 | 网站地图",
        "岛城报社官方客户端",
        "值班主任：李某某",
        "字号：T|T",
        "您的浏览器不支持视频播放，请升级后再试",
        "声明：本网转载此文出于传递更多信息之目的，并不意味着赞同其观点。",
        "想爆料？请登录《岛上热线》、拨打新闻热线0532-80000001，或登录岛城网官方微博提供新闻线索。诚邀合作伙伴。",
        "亲爱的用户，“岛城客户端”已改版升级。为不影响后续使用，请扫描上方二维码下载新版本，我们在那里等你！",
        "岛城新闻及其客户端所刊载内容的知识产权均属岛城报社所有。未经书面授权，任何人不得以任何方式使用。",
        "特别提醒：如果我们使用了您的图片，请作者与本站联系索取稿酬。",
        "岛城财经广告合作，请点击这里",
        "如需获得授权请联系岛城报社版权部：news@paper.example",
        "岛城声明：此消息系转载自合作媒体，登载此文出于传递更多信息之目的，文章内容仅供参考，不构成投资建议。",
        "海量资讯、精准解读，尽在岛城财经APP",
        "风险提示：股市有风险，投资需谨慎。",
        "Notice: The content above (including the pictures) is uploaded by a user of a social media platform.",
        "您查看的内容可能不完整！请对本站关闭广告拦截，或使用其他浏览器打开本站，以获取完整内容。",
        "购买此文章",
        "本文为会员专享，开通会员阅读全文",
        "請繼續往下閱讀...",
        "不用抽 不用搶 現在用APP看新聞 保證天天中獎 點我下載APP",
        "震惊 不解 愤怒 高兴",
        "语音阅读",
        "爆料、维权通道：应用市场下载“岛视频”客户端，搜索“帮忙”一键直达；或拨打热线0532-80000005。",
        "（校对 王小二）",
        "文章很赞 5",
        "更多「舊墟」報道：立即睇",
        "更多新聞資訊，請上島城報 Telegram 頻道",
        "该文观点仅代表作者本人，岛城号平台仅提供信息存储空间服务。",
        "如对本稿件有异议或投诉，请联系tougao@paper.example",
        "广告声明：文内含有的对外跳转链接用于传递更多信息，结果仅供参考，所有文章均包含本声明。",
        "关注岛城财经（daocj518），获取更多机会",
        "※島城新聞網提醒您：請小心投資風險。",
        "本文內容僅供參考，投資人應獨立判斷，審慎評估並自負投資風險。",
        "© 2024 岛城网 All Rights Reserved",
        "#岛城 #改革",
        "---",
        "本文首发于微信公众号：岛城财经。文章内容属作者个人观点，不代表岛讯网立场。投资者据此操作，风险请自担。",
        "以上内容为岛券之星据公开信息整理，由智能算法生成，不构成投资建议。",
        "以上内容转载自其他媒体，目的在于传播更多信息，转载内容并不代表（www.island.example）立场。",
        "岛城财经声明：登载此文出于传递更多信息之目的，并不意味着赞同其观点或证实其描述。",
        "本文為作者評論意見並授權刊登，不代表島城網立場",
        "●以上言論由 島城社 授權轉載，不代表島城新聞立場。",
        "本文系岛城网独家稿件，未经授权，不得转载。",
        "*以上内容不构成投资建议，不代表刊登平台之观点，市场有风险，投资需谨慎，请独立判断和决策。",
        "（本文来自岛湃新闻，更多原创资讯请下载“岛湃新闻”APP）",
        "本文源自：岛城时报",
        "登录岛城财经APP 搜索【信披】查看更多考评等级",
        "返回岛城，查看更多",
        "分享让更多人看到",
        "“扫一扫”即可将网页分享至朋友圈。",
        "写评论 已有0条评论 跟帖用户自律公约 提 交 还可输入500字",
        "更多文章見作者臉書，經授權刊載。",
        "★ 點擊加入《島城新聞》LINE好友",
        "※ 島城新聞關心您：若有輕生念頭，請撥安心專線",
        "您的每一筆贊助，都是守護新聞自由的力量。",
        "點我下載APP",
        "看新聞不中斷，追蹤島城YouTube頻道",
        "請同意我們的隱私權規範，才能啟用聽新聞的功能。",
        "看更多島城新聞",
        "更多关于“改革”的新闻",
        "更多相关资讯，请关注：岛城财经",
        "一批新学校今秋启用 >>",
        "小字号",
        "從這裡可透過《Google 新聞》追蹤島城網",
        "島城中文有Instagram！歡迎搜尋island.example，看更多深入淺出的圖文與影音報導。",
        "值班编委 李小某 编辑 王小某",
        "本文关键词：改革 政务",
        "读者热线：0532-80000000",
    ],
)
def test_what_the_site_says_of_itself_below_a_text_goes(line: str) -> None:
    assert lines(paragraphs((*PROSE, line))) == list(PROSE)


BARS = (
    "【字号 大 中 小】【打印】【关闭】【收藏】",
    "字體：大 中 小 列印 轉寄",
    "調整字體︰大 中 小",
    "T大 T小",
    "【我要評論】【推薦朋友】【關閉窗口】",
    "分享到： 新浪微博 腾讯微博 人人网 QQ空间",
    "登录 注册 匿名发表",
    "回應(0) 推薦(2) 瀏覽(120)",
    "上一則 下一則",
    "[1] [2] [3] 下一页",
    "本新闻共3页，当前在第1页 1 2 3",
    "相簿 影音 部落格",
    "客服信箱 隱私權聲明 服務條款",
    "15万文章",
    "您所在的位置：首页 > 新闻 > 本地",
    "发布于：北京市",
    '訂閱《島城手機報》:移動發"DCSJB"到10658000',
    "① | 凡本網注明“來源：島城網”的所有作品，版權均屬于島城網，未經本網授權不得轉載、摘編或利用其它方式使用。",
    "實習編輯 王某某",
)
"""As templates of the mainland, Hong Kong and Taiwan have them, most of them several controls in one line."""


@pytest.mark.parametrize("bar", BARS)
def test_controls_go_wherever_they_stand(bar: str) -> None:
    assert lines(paragraphs((*PROSE[:3], bar, *PROSE[3:], bar))) == list(PROSE)


@pytest.mark.parametrize(
    "heading", ["热文排行", "其他生活新聞", "TAGS", "岛城新闻 更多", "大家感兴趣的内容", "频道精选"]
)
def test_links_tell_a_list_whose_heading_a_text_may_have(heading: str) -> None:
    below = f"<h3>{heading}</h3>{''.join(f'<div><a href=/n/{at}>{text}</a></div>' for at, text in enumerate(TEASERS))}"
    assert lines(paragraphs(PROSE) + f"<div>{below}</div>") == list(PROSE)
    dated = below.replace("</a>", "</a> (01/17 10:22)")
    assert lines(paragraphs(PROSE) + f"<div>{dated}</div>") == list(PROSE)
    assert lines(paragraphs((*PROSE[:3], heading, *PROSE[3:]))) == [*PROSE[:3], heading, *PROSE[3:]]


def test_a_teaser_among_links_is_no_text() -> None:
    teaser = "<p>岛城最大的书店本周开张，十万册图书对市民开放，读者说从来没有见过这么多书。</p>"
    link = "<div><a href='/n/1'>一批新学校今秋启用学位增加八千个</a></div>"
    inner = f"{paragraphs(PROSE)}<h3>热门推荐</h3>{link}<h4>书店里的周末</h4>{teaser}{link}<h4>海边</h4>{teaser}{link}"
    assert lines(inner) == list(PROSE)


def test_a_headline_in_the_midst_of_the_site_s_lines_is_found_above_the_date() -> None:
    advertised = (
        "移动用户发送短信即可订阅岛城手机报，每天两次送来岛城要闻、天气、交通和生活资讯，资费每月三元，首月免费体验。"
    )
    whole = page(paragraphs(PROSE)).replace("<h1>", f"<p>{advertised}</p><p>岛城网</p><h1>", 1)
    assert extract(document(whole)).body.split("\n") == list(PROSE)


COMMENTS = (
    "清单公布以后，网上的讨论很热闹。网友“海边的人”写道：“办证不求人，这才叫服务。”",
    "也有人提出批评。网友“老张”说：“窗口多了，停车还是难。”",
)


DISCLAIMER = (
    "免责声明：文中所述仅为作者个人看法，岛城在线未经证实，对全部或者部分内容的真实性、完整性、及时性不作任何保证，"
    "读者据此行事前请自行核实有关情况，并承担由此产生的一切结果，岛城在线保留随时更改本声明的权利。"
)
ADVERTISED = '<div align="center"><a href="http://ads.example.cn/win/">岛城杯炒股大赛报名中</a></div>'


@pytest.mark.parametrize("between", [ADVERTISED, f"<ul>{teasers()}</ul>", "<p>分享到：微博 微信</p>"])
def test_a_disclaimer_below_something_of_the_site_is_the_sites(between: str) -> None:
    below = f'{between}<p style="padding:36px 0">{DISCLAIMER}</p>{ADVERTISED}'
    assert lines(paragraphs(PROSE) + below) == [*PROSE]


def test_a_disclaimer_right_below_the_text_may_have_come_with_it() -> None:
    assert lines(paragraphs((*PROSE, DISCLAIMER)) + ADVERTISED) == [*PROSE, DISCLAIMER]


def test_comments_that_a_reporter_quotes_are_text() -> None:
    inner = (*PROSE[:3], "网友评论", *COMMENTS, "热点回应", *PROSE[3:])
    assert lines(paragraphs(inner)) == list(inner)


@pytest.mark.parametrize("buttons", ["<a>回复</a><a>举报</a>", ""])
def test_a_list_of_comments_is_none(buttons: str) -> None:
    comment = (
        "<div><b>海边的人</b><span>3小时前</span><p>这个改革真好，我上个月去办证就很顺利，希望多开窗口！</p>{}</div>"
    )
    inner = f"{paragraphs(PROSE)}<div class='x1'><h3>网友评论（2）</h3>{2 * comment.format(buttons)}</div>"
    assert lines(inner) == list(PROSE)


@pytest.mark.parametrize("sidebar", [(PROSE[4],), ("什么是“一件事”", PROSE[4])])
def test_a_printed_sidebar_keeps_its_heading(sidebar: tuple[str, ...]) -> None:
    inner = (*PROSE[:4], "【相关链接】", *sidebar)
    assert lines(paragraphs(inner)) == list(inner)


def test_a_list_takes_its_heading_along() -> None:
    inner = f"{paragraphs(PROSE[:3])}<p>相关阅读：</p><ul>{teasers()}</ul>{paragraphs(PROSE[3:])}"
    assert lines(inner) == list(PROSE)
    unlinked = paragraphs((*PROSE, "相关新闻", *(f"·{text}" for text in TEASERS)))
    assert lines(unlinked) == list(PROSE)


def test_a_printed_box_may_have_a_vague_name() -> None:
    box = "<div class='tips-box'><h3>办事提示</h3><p>窗口周六上午开放，老人优先，其他人可以先在网上取号。</p></div>"
    found = lines(f"{paragraphs(PROSE[:3])}{box}{paragraphs(PROSE[3:])}")
    assert found == [*PROSE[:3], "办事提示", "窗口周六上午开放，老人优先，其他人可以先在网上取号。", *PROSE[3:]]
    linked = box.replace("办事提示", "<a href='/app'>下载客户端</a>")
    assert lines(f"{paragraphs(PROSE[:3])}{linked}{paragraphs(PROSE[3:])}") == list(PROSE)


@pytest.mark.parametrize(
    "line",
    [
        "编辑：" + "、" * 80 + "汉",
        "打印 " * 28 + "汉字",
        "赞 1 " * 20 + "汉字",
        "=" * 200 + "下载" + "=" * 190,
        "关键词：" + "改 " * 40 + "。",
        "作者：" + "赵 " * 40,
    ],
)
def test_no_line_takes_long(line: str) -> None:
    begun = time.process_time()
    is_chrome_line(line), is_tail_heading(line), may_head_links(line)
    assert time.process_time() - begun < 0.5
