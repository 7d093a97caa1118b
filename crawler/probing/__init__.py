"""Looking at a source by hand, for `xunli probe` and `xunli doctor`. Nothing is stored."""
