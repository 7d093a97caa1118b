"""Scrapy's settings: for `scrapy crawl` through scrapy.cfg, and for every run of ours."""

from typing import Any

from storage.config import CrawlConfig

BOT_NAME = "xunli"
SPIDER_MODULES = ["crawler.spiders"]

# A run lives on plain asyncio: one loop for requests, the pool of readers and the archive's writer.
TWISTED_REACTOR_ENABLED = False

LOG_LEVEL = "WARNING"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
COOKIES_ENABLED = False
REFERER_ENABLED = False
REDIRECT_MAX_TIMES = 10
METAREFRESH_ENABLED = False
URLLENGTH_LIMIT = 0  # what Scrapy drops for its length would have no visit; the server says what is too long for it
RETRY_TIMES = 3
# Scrapy's own list names errors of Twisted's downloader, too: it cannot raise them here, and takes as long to load as
# a tenth of a crawl's start.
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
]
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # a visit says it
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_VERIFY_CERTIFICATES = False  # docs/decisions.md says why; Scrapy's own default may change
DOWNLOAD_DELAY_JITTER = 0
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
CONCURRENT_ITEMS = 1  # Scrapy starts so many tasks for each response, and ours give requests only
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 16

# The spider asks each address once and says so in its visits; Scrapy's own memory would hide repeats.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"

DOWNLOAD_HANDLERS = {"http": "crawler.fetching.downloads.Downloads", "https": "crawler.fetching.downloads.Downloads"}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "crawler.fetching.keeping.Keeping": 10,
    "crawler.fetching.manners.OwnHosts": 50,
    "crawler.fetching.robots.Robots": 100,
    "crawler.fetching.manners.Patience": 550,
    "crawler.fetching.onwards.Onwards": 580,
    "crawler.fetching.unpacking.Unpacking": 590,
    "crawler.fetching.redirects.Led": 600,
    "crawler.fetching.manners.Budget": 900,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
}
# What a run did is in its row and its visits; nobody reads Scrapy's own counts.
EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
}


def configured(crawl: CrawlConfig) -> dict[str, Any]:
    """Return the settings that the configuration makes."""
    return {
        "USER_AGENT": crawl.user_agent,
        "DOWNLOAD_DELAY": crawl.delay,
        "ROBOTSTXT_OBEY": crawl.obey_robots,
    }
