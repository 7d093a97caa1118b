"""What a site puts around a text: the lines and the elements that were never printed.

Everything here goes by meaning: the words that Chinese news sites use for their own furniture, and the names that
they give to the elements that hold it. Nothing is keyed on one site.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.etree import _Element

from crawler.blocks import Block
from storage.fingerprint import nfkc

_SPACES = re.compile(r"\s+")

# Headings of lists that follow an article; everything below such a heading is no part of it.
_TAIL = re.compile(
    r"^[\W_]*(?:"
    r"(?:本篇新闻热门|相关|相關|延伸|推荐|推薦|关联|更多|热门|熱門|热点|熱點|精彩|最新|最热|猜你|为您|為您|大家|"
    r"编辑|編輯|往期|今日|今天|本周|本月|图片|其他|其它|同类|网友|網友|全部|精选|精選|头条|时事|视频|专题|24小时|"
    r"48小时|一周|点击|您可能|你可能|还)"
    r"(?:您|你|为|為|可能|都|的|也|在|还|還|对|感|想|爱|愛|本篇|点击|精彩|热|热门|熱門|最热|相关|相關|新闻|新聞|"
    r"阅读|閱讀|图片|視頻|视频)*"
    r"(?:阅读|閱讀|新闻|新聞|报道|報導|報道|推荐|推薦|内容|內容|文章|评论|評論|回应|连接|鏈接|链接|連結|專題|专题|"
    r"资讯|資訊|信息|視頻|视频|图集|看|喜欢|喜歡|感兴趣|热搜|排行|榜|点击|回顾|稿件|精选|話題|话题|热点|關鍵字|图片|"
    r"标签|主题|关键词|關鍵詞)(?:排行榜?|精选|列表|区|区|榜)?"
    r"|排行榜|热搜榜?|點閱排行|点击排行榜?|新闻排行榜?|(?:我来|我要|发表|發表|参与|最新|用户|查看|全部|登录后|我來|"
    r"看完這則新聞)(?:说两句|評論|评论|留言|回應|回应)"
    r"|来说两句吧|网友跟帖|跟帖|留言板?|评论区|评论列表|關鍵字搜尋|看了本文的网友还看了|你可能也喜歡|您可能感興趣.*|"
    r"猜你喜欢|為你推薦|你也可能喜歡.*"
    r"|(?:本网|本站|\S{2,6}网|\S{2,6}網)?(?:版权|版權|免责|免責)(?:与|與|及|和)?(?:免责|免責)?(?:声明|聲明)"
    r")[\W_]*(?:[（(]?\d+[条)）]*)?[\W_]*(?:更多|more|换一换|>>)?[\W_]*$",
    re.I,
)

# Whole lines that are furniture wherever they stand.
_LINE = re.compile(
    r"^[\W_]*(?:"
    r"打开\S{0,8}(?:app|客户端)(?:.{0,12})|小贴士|\d步打开.{0,16}|点击右上角.{0,16}|使用浏览器.{0,14}|(?:立即|点击|"
    r"马上|扫码|免费)?(?:下载|打开|安装)\S{0,10}(?:app|客户端)\S{0,14}"
    r"|(?:最热|热门|最新|全部|精彩)评论|来说两句吧.*|表情|template\s*'.*|<?%?\{?include.*"
    r"|分享到?.{0,12}|分享[:].*|一键分享|转发到?.{0,10}|(?:微信|微博|新浪微博|qq|qq空间|朋友圈|腾讯微博|人人网?|"
    r"开心网|复制链接|facebook|twitter|line|plurk|google\+?|whatsapp|telegram|email|weibo|wechat)(?:[\s|"
    r"/、]*(?:微信|微博|新浪微博|qq|qq空间|朋友圈|腾讯微博|人人网?|开心网|复制链接|豆瓣|facebook|twitter|line|plurk|"
    r"google\+?|whatsapp|telegram|email|weibo|wechat))*"
    r"|(?:用)?(?:手机|微信|手機)?(?:扫一扫|掃一掃|扫描|扫码|长按).{0,24}(?:二维码|阅读|分享|关注|查看|看新闻|朋友圈|"
    r"手机|app|下载)?.{0,12}|二维码"
    r"|返回顶部|回到顶部|返回首页|回首页|返回.{0,8}(?:首页|列表)|(?:上|下|前|后)一(?:篇|页|條|条|則|则|张|章|期|"
    r"頁)(?:[:].*)?|没有了|第一页|尾页|末页|首页|上一篇下一篇"
    r"|(?:字号|字體|字体|文字大小|字级|字級)?[:]?[\[【(]?(?:(?:特|超|最|加|默认|字[体號号]?)?(?:大|中|小|默认|较大|"
    r"较小|A[+-]?)[\s|/]*){2,5}[\]】)]?|[【\[]?(?:字体|字號|字号|字体大小).{0,12}|放大|缩小|默认|"
    r"[Aa][+\-]?(?:\s*[Aa][+\-]?)*"
    r"|(?:我要)?(?:打印|列印|收藏|纠错|我要纠错|举报|舉報|投诉|推荐|顶|踩|赞|点赞|喜欢|评论|評論|留言|回复|转载|"
    r"复制|阅读原文|查看原文|原文链接|朗读|关闭|關閉|关闭窗口|语音播报|听新闻|收听|加入收藏|友善列印|轉寄|轉寄好友|"
    r"回應)(?:本页|本文|本稿|该文|全文|窗口)?[(（]?\d*[)）]?(?:[\s|/,【】\[\]]*(?:打印|列印|關閉|字號大中小|"
    r"字号大中小|收藏|纠错|举报|推荐|顶|踩|赞|评论|留言|转载|复制|关闭|分享|大|中|小)(?:本页|此页|此文|本文|窗口)?)*"
    r"|(?:阅读|閱讀|浏览|瀏覽|点击|點擊|评论|回复|人气|人氣|观看|阅读量|点击量|浏览量|點閱)(?:次数|數|数|次數|"
    r"量)?[:(（]?\s*\d[\d,.]*万?\+?\s*次?[)）]?|已有\d+人.*|共有?\d+(?:条|人).{0,10}|\d+(?:条|人|次)(?:评论|参与|"
    r"跟贴|跟帖|阅读|浏览|点赞|赞|分享)"
    r"|(?:关键词|关键字|關鍵字|關鍵詞|标签|標籤|tags?|keywords?|主题词|话题|文章关键词|所属专题|关注话题|文章标签)[:].*"
    r"|(?:责任|責任|值班|执行|本文|网站|页面|二审|三审|终审|复审|初审|一审|一校|二校|三校|文字|美术|视觉|图片|视频|"
    r"实习|新媒体|主|本版|本期|统筹|见习|网络|网)?(?:编辑|編輯|编审|责编|責編|主编|審核|审核|审校|校对|校對|编校|"
    r"监制|监审|签审|审签|终审|编务|小编|监制人)[:丨|/／].{0,40}"
    r"|(?:责任编辑|責任編輯|责编|編輯|编辑)\s+\S{1,12}(?:\s\S{1,8})?"
    r"|(?:版权声明|版权所有|版權所有|特别声明|转载声明|郑重声明|法律声明|風險提示|版权与免责|copyright).*|"
    r"(?:免责声明|免責聲明).{0,70}"
    r"|(?:声明|聲明|特别提示|温馨提示|风险提示|提示|注)[:].{0,200}(?:转载|版权|轉載|版權|不代表|本站|本网|本平台|"
    r"立场|观点|不构成).*"
    r"|.{0,40}(?:本文|本稿|以上内容|文章)(?:仅|只)?(?:代表|为|系)?(?:作者)?(?:个人)?(?:观点|立场|"
    r"的看法).{0,40}(?:无关|不代表|立场|参考)?.{0,20}"
    r"|(?:凡|如).{0,6}(?:本网|本站|转载|注明|本报|需转载|未经).{0,80}(?:来源|版权|转载|授权|联系|责任).*"
    r"|.{0,60}(?:follow|追蹤|关注|關注|按讚|加入|订阅|訂閱)\s?.{0,12}(?:我們|我们|粉絲|粉丝|公众号|官微).{0,16}"
    r"|.{0,60}(?:未经|未經|谢绝|謝絕|严禁|嚴禁|请勿|不得)\S{0,14}(?:转载|轉載|摘编|复制|翻印).{0,40}|.{0,80}(?:欢迎|"
    r"歡迎)(?:订阅|訂閱).*"
    r"|.{0,10}(?:版权|版權)(?:与|與|及|和)?(?:免责|免責)?(?:声明|聲明).{0,300}"
    r"|未经(?:授权|许可|書面|书面|本网|本站).{0,60}|转载请.{0,40}|(?:欢迎|歡迎|敬请)(?:关注|订阅|加入|下载|按讚|"
    r"扫码|登录).{0,50}|关注.{0,20}(?:公众号|公众账号|微信|微博|客户端|粉丝团|微信号).{0,30}|(?:微信|"
    r"订阅)(?:公众)?号[:].*"
    r"|(?:举报|投诉|新闻|爆料|报料|联系|热线|服务|值班|不良信息举报)(?:热线|电话|邮箱|信箱|方式)[:].*|(?:本网|"
    r"本站)?(?:违法和)?(?:不良)?信息举报.*|.{0,14}ICP备\S*.*|.{0,10}公网安备.*|.{0,12}(?:许可证|"
    r"許可證)(?:号)?[:：]?\s*\S*\d{4,}.*"
    r"|(?:您|你)?(?:当前|现在|目前)?(?:的)?(?:位置|所在位置|在)[:].*|首页\s*[>»].*|.{0,12}[>»]\s*正文|正文"
    r"|(?:展开|显示|阅读|查看|点击|閱讀|继续)(?:全文|剩余|更多|其余|下一页|原文|全部|大图|高清).{0,10}|分页阅读|"
    r"收起|更多[>»…]*|全文|加载更多|正在加载.*|加载中.*|loading.*|暂无评论.*|登录|注册|登录[/|\s]*注册|搜索|专题|"
    r"取消|确定|发送|发布|提交|广告|推广|赞助|advertisement|ad|sponsored|回复|头条|热点"
    r"|(?:本文)?(?:转|轉)?(?:载|載)?自.{0,30}(?:网|报|app|客户端|公众号)$|(?:更多|精彩).{0,20}(?:请|尽在|关注|点击|"
    r"詳見|盡在|请看).{0,30}|点击.{0,10}(?:进入|查看|观看|阅读|查看更多|参与).{0,40}|(?:关键词|标签|關鍵詞|"
    r"栏目关注)|(?:快来)?(?:扫|戳)(?:我|这里|上图).{0,20}"
    r"|(?:不良|虚假)?信息.{0,8}举报.*|我有话说|看评论|网友评论.*|跟贴|.{0,6}人(?:参与|跟贴)|分享文章|文章来源声明|"
    r"公开征集.*线索|本网站.{0,40}(?:版权|所有).*"
    r"|(?:完整|原文|全文|影音|影片|视频|視頻|链接|鏈接|連結|网址|網址|地址|来源|來源|出处|出處|[:\s])+https?://[^\s，。]+"
    r")[\W_]*$",
    re.I | re.S,
)

_LONGEST_HEADING = 24
_READERS = re.compile(r"评论|評論|跟帖|跟贴|留言|说两句|回应|回應")
_NAME_SPLIT = re.compile(r"[^a-zA-Z0-9]+|(?<=[a-z])(?=[A-Z])")
# Names of elements that hold furniture. Matched on whole parts of a class or id: `hot-list` is one, `hotel` is none.
_NAMES = frozenset(
    [
        "comment",
        "comments",
        "cmt",
        "reply",
        "replies",
        "relate",
        "related",
        "relation",
        "relevant",
        "relates",
        "recommend",
        "recommends",
        "recommendation",
        "rec",
        "share",
        "shares",
        "sharing",
        "bdshare",
        "bdsharebuttonbox",
        "jiathis",
        "addthis",
        "sidebar",
        "aside",
        "footer",
        "foot",
        "copyright",
        "breadcrumb",
        "crumb",
        "crumbs",
        "nav",
        "navi",
        "navigation",
        "menu",
        "toolbar",
        "tools",
        "tool",
        "hot",
        "rank",
        "ranking",
        "tag",
        "tags",
        "keyword",
        "keywords",
        "advert",
        "advertisement",
        "ad",
        "ads",
        "adv",
        "guess",
        "subscribe",
        "qrcode",
        "erweima",
        "ewm",
        "weixin",
        "login",
        "statement",
        "declare",
        "declaration",
        "disclaimer",
        "zebian",
        "pagination",
        "pager",
        "pages",
        "pagenum",
        "sabrosus",
        "social",
        "like",
        "likes",
        "vote",
        "survey",
        "download",
        "openapp",
        "appdown",
        "wake",
        "copylink",
        "feedback",
        "jubao",
        "report",
        "print",
        "banner",
        "popup",
        "modal",
        "dialog",
        "toast",
        "tip",
        "tips",
        "mask",
        "overlay",
        "xgxw",
        "xgyd",
        "relnews",
        "xiangguan",
        "pinglun",
        "hotnews",
        "morenews",
        "newslist",
        "sns",
        "fenxiang",
        "bshare",
        "widget",
        "promo",
        "promotion",
        "slogan",
        "shengming",
        "ft",
        "side",
        "right",
        "rightbar",
    ]
)
_SHARED_NAMES = re.compile(
    r"^(?:hotnews|relate\w*|recommend\w*|comment\w*|share\w*|bdshare\w*|sharebox|copyright\w*|footer\w*|sidebar\w*)$",
    re.I,
)


# Words without which a line longer than a label is no furniture: asked first, because most lines are long paragraphs.
_LONG = re.compile(
    r"版权|版權|声明|聲明|转载|轉載|关键|關鍵|标签|標籤|位置|代表|订阅|訂閱|编辑|編輯|备案|ICP|许可|关注|關注|举报|"
    r"app|APP|template|copyright|Copyright|分享|评论|正文|下载",
    re.I,
)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The text as rules compare it: full-width forms made half-width, spaces at the ends off."""
    return nfkc(text).strip()


def is_chrome_line(text: str) -> bool:
    """Whether a whole line is furniture by its words alone."""
    if len(text) > 90 and (len(text) > 400 or not _LONG.search(text)):
        return False
    return bool(_LINE.match(folded(text)))


def is_tail_heading(text: str) -> bool:
    """Whether the line heads a list of other things: 相关阅读, 热门评论, 延伸閱讀 …"""
    return len(text) <= _LONGEST_HEADING and bool(_TAIL.match(_SPACES.sub("", folded(text))))


@lru_cache(maxsize=4096)
def is_chrome_name(names: str) -> bool:
    """Whether a class or id attribute calls its element furniture."""
    return any(
        part in _NAMES or bool(_SHARED_NAMES.match(part)) for part in map(str.lower, _NAME_SPLIT.split(names)) if part
    )


def is_chrome_element(element: _Element) -> bool:
    """Whether an element is named, or is by its kind, furniture."""
    if element.tag in ("nav", "footer", "aside", "form", "menu"):
        return True
    return any(is_chrome_name(names) for names in (element.get("class"), element.get("id")) if names)


def is_comments_heading(text: str) -> bool:
    """Whether the line heads what readers wrote, which no part of an article ever follows."""
    return len(text) <= _LONGEST_HEADING and bool(_READERS.search(text)) and is_tail_heading(text)


def is_link_line(block: Block) -> bool:
    """Whether a line is little but links and no sentence: an entry of a list, not a printed line."""
    return block.link_share > 0.6 and not re.search(r"[。！？]$", block.text)
