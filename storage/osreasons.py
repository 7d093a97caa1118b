"""Why the operating system refused, in words; its own are English whatever the language."""

from __future__ import annotations

import errno
import socket
from typing import Final

from storage.language import say

_CHINESE: Final = {
    errno.ENOENT: "没有这个文件或目录",
    errno.ENOTDIR: "路径中间有一段不是目录",
    errno.EISDIR: "这是一个目录",
    errno.EACCES: "没有权限",
    errno.EPERM: "系统不允许",
    errno.EROFS: "这里只能读，不能写",
    errno.ENOSPC: "磁盘已满",
    errno.EFBIG: "文件超过了允许的大小",
    errno.ENAMETOOLONG: "名字太长",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.ECONNREFUSED: "连接被拒绝，服务器没有开着，或地址、端口不对",
    errno.EHOSTUNREACH: "没有路通到那台服务器",
    errno.ENETUNREACH: "没有网络",
    int(socket.EAI_NONAME): "没有这个名字",
}
"""What people meet; of anything else the system's own words are better than none."""


def os_reason(error: OSError) -> str:
    """Return why a file, a folder or an address could not be had, without the name of it."""
    own = error.strerror or str(error)
    return say(_CHINESE.get(error.errno or 0, own), own)
